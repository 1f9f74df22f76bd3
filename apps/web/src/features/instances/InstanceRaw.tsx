import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useT } from '../../lib/i18n.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** The backend's own description, fetched when it is looked at. */
export function InstanceRaw({ instance }: { instance: Instance }) {
  const t = useT();
  const raw = useQuery({
    queryKey: ['raw', instance.id],
    queryFn: ({ signal }) => orrery.raw(instance.id, signal),
    gcTime: 0,
  });
  if (raw.error) return <ErrorState failure={failureOf(raw.error)} onRetry={() => void raw.refetch()} />;
  if (!raw.data) return <Skeleton className="h-64 w-full" />;
  return <CodeBlock code={raw.data.text} language={raw.data.format} label={t('instances.tabs.raw')} />;
}
