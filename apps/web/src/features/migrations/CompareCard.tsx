import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { compare } from '../../components/migrations/predicted.ts';
import { TableCard } from '../../components/TableCard.tsx';
import { useT } from '../../lib/i18n.ts';

/** What was said before the start beside what came of it. */
export function CompareCard({ migration }: { migration: Migration }) {
  const t = useT();
  const rows = compare(migration).filter(({ predicted, real }) => predicted !== null || real !== null);
  if (rows.length === 0) return null;
  return (
    <TableCard
      title={t('migrations.compare.title')}
      rows={rows}
      rowKey={row => row.what}
      empty={t('migrations.compare.none')}
      columns={[
        { header: t('migrations.compare.what'), cell: row => t(`migrations.compare.${row.what}`) },
        { header: t('migrations.compare.predicted'), cell: row => row.predicted },
        { header: t('migrations.compare.real'), cell: row => row.real },
        {
          header: '±',
          cell: row =>
            row.within === null
              ? null
              : t(row.within ? 'migrations.compare.within' : 'migrations.compare.off'),
        },
      ]}
    />
  );
}
