import type { Volume } from '@orrery/contract/resources/storage.ts';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { textOfCode } from '../../lib/server-text.ts';
import { formatBytes } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';

/** Whether it can be had changes with the instances that use it: their state is no part of the volume's row. */
const askEveryMs = 10_000;

/** The volume's own file, or why it is not to be had now. */
export function DownloadVolume({ volume }: { volume: Volume }) {
  const t = useT();
  const session = useSession();
  const granted = [
    ...(session?.permissions ?? []),
    ...(session?.projectPermissions[volume.project ?? ''] ?? []),
  ];
  const may = granted.includes('volume.change');
  const facts = useQuery({
    queryKey: ['volume-content', volume.id, volume.status],
    queryFn: ({ signal }) => orrery.own.volumeContentFacts(volume.id, signal),
    enabled: may,
    refetchInterval: askEveryMs,
    retry: false,
  });
  if (!may) return null;
  const download = () =>
    globalThis.location.assign(`/api/v1/volumes/${encodeURIComponent(volume.id)}/content`);
  const size = facts.data?.sizeBytes ?? null;
  return (
    <Button onClick={download} disabledReason={whyNot()}>
      <Download aria-hidden className="size-4" />
      {t('storage.volumes.download')}
      {size !== null && <span className="text-muted">{formatBytes(size)}</span>}
    </Button>
  );

  function whyNot(): string | undefined {
    if (facts.error) return failureOf(facts.error).detail ?? failureOf(facts.error).title;
    if (!facts.data) return t('storage.volumes.downloading');
    const { available, code, reason } = facts.data;
    if (code === 'action.refused' && volume.backingVolume !== null) return t('storage.volumes.based');
    return available ? undefined : textOfCode(t, code ?? undefined, reason ?? '');
  }
}
