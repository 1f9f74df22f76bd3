import type { BootLog } from '@orrery/contract/console/boot-log.ts';
import { formatDate } from '../../../lib/dates.ts';
import { useT } from '../../../lib/i18n.ts';
import { formatBytes } from '../../../lib/units.ts';
import { Badge } from '../../../ui/Badge.tsx';

/** When it was recorded, why it ends where it ends, and what is missing. */
export function BootFacts({ log }: { log: BootLog }) {
  const t = useT();
  const cause = t(`console.bootLog.causes.${log.cause}`);
  const from = formatDate(log.startedAt);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
      {log.endedAt === null ? (
        <>
          <Badge tone="busy">{t('console.bootLog.live')}</Badge>
          <span>{t('console.bootLog.recording', { cause, from })}</span>
        </>
      ) : (
        <span>{t('console.bootLog.recorded', { cause, from, to: formatDate(log.endedAt, 'time') })}</span>
      )}
      {log.end !== null && <span className="text-muted">{t(`console.bootLog.ends.${log.end}`)}</span>}
      {log.isPast && <span className="text-muted">{t('console.bootLog.past')}</span>}
      {log.droppedBytes > 0 && (
        <span className="text-muted">
          {t('console.bootLog.dropped', { size: formatBytes(log.droppedBytes) })}
        </span>
      )}
    </div>
  );
}
