import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useT } from '../lib/i18n.ts';
import { RelativeTime } from '../ui/AgeMark.tsx';

/** When the backend last said so, and how it became known. */
export function Confirmed({ of }: { of: Pick<Resource, 'asOf' | 'source'> }) {
  const t = useT();
  return (
    <>
      <RelativeTime at={of.asOf} />, {t(`instances.sources.${of.source}`)}
    </>
  );
}
