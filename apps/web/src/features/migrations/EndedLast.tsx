import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { fromTo } from '../../components/migrations/migration-words.ts';
import { compare } from '../../components/migrations/predicted.ts';
import { detailPath } from '../../components/paths.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';
import { toneOfResource } from '../../lib/status-tone.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { Compared } from './columns.tsx';
import { ENDED } from './ended.ts';

const SHOWN = 5;

/** What came of the last ones: who watched a move sees its end here, where the card was. */
export function EndedLast() {
  const t = useT();
  const { rows } = useLiveList('migration', { q: ENDED, sort: '-ended', limit: SHOWN });
  if (rows.length === 0) return null;
  const compared = (m: Migration, what: 'time' | 'pause') => (
    <Compared of={compare(m).find(one => one.what === what)} />
  );
  return (
    <TableCard
      title={t('migrations.endedLast')}
      rows={rows}
      rowKey={row => row.id}
      empty={t('migrations.noHistory')}
      columns={[
        {
          header: t('fields.instance'),
          cell: m => <TextLink href={detailPath('migration', m.id)}>{m.instanceName}</TextLink>,
        },
        { header: t('migrations.dialog.where'), cell: m => fromTo(t, m) },
        {
          header: t('fields.status'),
          cell: m => <StatusMark status={m.status} tone={toneOfResource(m)} />,
        },
        { header: t('migrations.compare.timeOf'), cell: m => compared(m, 'time') },
        { header: t('migrations.compare.pauseOf'), cell: m => compared(m, 'pause') },
        {
          header: t('migrations.facts.ended'),
          end: true,
          cell: m => m.endedAt && <RelativeTime at={m.endedAt} />,
        },
      ]}
    />
  );
}
