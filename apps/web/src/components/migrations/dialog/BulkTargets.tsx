import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../../api/orrery.ts';
import { useT } from '../../../lib/i18n.ts';
import { SimpleTable } from '../../SimpleTable.tsx';
import { durationBand } from '../bands.ts';
import { bestWay } from './move-draft.ts';
import { reasonText } from './ReasonLine.tsx';

/** So many are asked for beforehand: a survey of all hosts takes a moment for each. */
const SHOWN = 10;

type Target = { id: string; name: string };

/** Where each of the selected would go now. */
export function BulkTargets({ targets }: { targets: readonly Target[] }) {
  const t = useT();
  const shown = targets.slice(0, SHOWN);
  const more = targets.length - shown.length;
  return (
    <div className="mt-3">
      <p className="mb-2 text-13 text-muted">{t('migrations.dialog.bulkText')}</p>
      <div className="rounded-md border">
        <SimpleTable
          label={t('migrations.dialog.bulkTo')}
          rows={shown}
          rowKey={row => row.id}
          empty={t('migrations.dialog.none')}
          columns={[
            { header: t('fields.instance'), cell: row => row.name },
            { header: t('migrations.dialog.bulkTo'), cell: row => <Destination id={row.id} /> },
          ]}
        />
      </div>
      {more > 0 && (
        <p className="mt-1 text-12 text-muted">{t('migrations.dialog.bulkMore', { count: more })}</p>
      )}
    </div>
  );
}

function Destination({ id }: { id: string }) {
  const t = useT();
  const options = useQuery({
    queryKey: ['migration-options', id],
    queryFn: ({ signal }) => orrery.moves.options(id, signal),
    gcTime: 0,
  });
  if (options.isPending) return '…';
  const candidate = options.data?.candidates.find(({ recommended }) => recommended);
  const way = candidate && bestWay(candidate);
  if (candidate && way)
    return (
      <span className="tabular">
        {candidate.hostName} · {t(`migrations.methods.${way.method}`)}
        {way.totalMs && <span className="text-muted"> · {durationBand(way.totalMs)}</span>}
      </span>
    );
  const why = options.data?.candidates[0]?.ways[0]?.reasons[0];
  return <span className="text-muted">{why ? reasonText(t, why) : t('migrations.dialog.noHost')}</span>;
}
