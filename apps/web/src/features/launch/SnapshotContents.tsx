import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import type { Snapshot } from '@orrery/contract/resources/storage.ts';
import { useT } from '../../lib/i18n.ts';

type SnapshotContentsProps = { snapshot: Snapshot | undefined; check: LaunchCheck | undefined };

/** What comes along from a snapshot, and what does not. */
export function SnapshotContents({ snapshot, check }: SnapshotContentsProps) {
  const t = useT();
  const copies = check?.copies;
  if (!snapshot || !copies) return null;
  const { disk, left } = copies;
  return (
    <ul
      aria-label={t('launch.contents')}
      className="flex list-disc flex-col gap-1 pl-5 text-12 text-muted [overflow-wrap:anywhere]"
    >
      <li>{t('launch.copied', { disk, instance: snapshot.instanceName })}</li>
      {left.length > 0 && (
        <li className="text-warn-text">
          {t('launch.left', { disks: left.join(', '), instance: snapshot.instanceName })}
        </li>
      )}
      {snapshot.withMemory && <li>{t('launch.memoryLeft')}</li>}
    </ul>
  );
}
