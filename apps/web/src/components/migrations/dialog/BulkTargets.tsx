import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../../api/orrery.ts';
import { useT } from '../../../lib/i18n.ts';
import { SimpleTable } from '../../SimpleTable.tsx';
import { durationBand } from '../bands.ts';
import { argsOfSpeed, shareOfTyped } from './bulk-speed.ts';
import { BulkSpeed } from './BulkSpeed.tsx';
import { bestWay } from './move-draft.ts';
import { reasonText } from './ReasonLine.tsx';
import { useSettled } from './use-settled.ts';

/** So many are asked for beforehand: a survey of all hosts takes a moment for each. */
const SHOWN = 10;

type Target = { id: string; name: string };
type BulkTargetsProps = {
  targets: readonly Target[];
  /** What was said of all of them, as arguments of the request. */
  onArgs: (args: Record<string, unknown>) => void;
};

/** Where each of the selected would go now. */
export function BulkTargets({ targets, onArgs }: BulkTargetsProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const share = useSettled(shareOfTyped(typed), String);
  const shown = targets.slice(0, SHOWN);
  const more = targets.length - shown.length;
  return (
    <div className="mt-3">
      <p className="mb-2 text-13 text-muted">{t('migrations.dialog.bulkText')}</p>
      <BulkSpeed
        typed={typed}
        onTyped={text => {
          setTyped(text);
          onArgs(argsOfSpeed(text));
        }}
      />
      <div className="rounded-md border">
        <SimpleTable
          label={t('migrations.dialog.bulkTo')}
          rows={shown}
          rowKey={row => row.id}
          empty={t('migrations.dialog.none')}
          columns={[
            { header: t('fields.instance'), cell: row => row.name },
            { header: t('migrations.dialog.bulkTo'), cell: row => <Destination id={row.id} share={share} /> },
          ]}
        />
      </div>
      {more > 0 && (
        <p className="mt-1 text-12 text-muted">{t('migrations.dialog.bulkMore', { count: more })}</p>
      )}
    </div>
  );
}

function Destination({ id, share }: { id: string; share: number | undefined }) {
  const t = useT();
  const options = useQuery({
    queryKey: ['migration-options', id, { bandwidth: share }],
    queryFn: ({ signal }) =>
      orrery.moves.options(id, share === undefined ? {} : { bandwidth: share }, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  if (options.isPending) return '…';
  const candidate = options.data?.candidates.find(({ recommended }) => recommended);
  // Many at once are asked to move live; another way has to be asked for one by one.
  const way =
    candidate && (candidate.ways.find(one => one.method === 'live' && one.allowed) ?? bestWay(candidate));
  if (candidate && way)
    return (
      <span className="tabular">
        {candidate.hostName} · {t(`migrations.methods.${way.method}`)}
        {way.totalMs && <span className="text-muted"> · {durationBand(way.totalMs)}</span>}
        {way.verdict && way.verdict !== 'converging' && (
          <span className="text-warn-text"> · {t(`migrations.verdictWords.${way.verdict}`)}</span>
        )}
      </span>
    );
  const why = options.data?.candidates[0]?.ways[0]?.reasons[0];
  return <span className="text-muted">{why ? reasonText(t, why) : t('migrations.dialog.noHost')}</span>;
}
