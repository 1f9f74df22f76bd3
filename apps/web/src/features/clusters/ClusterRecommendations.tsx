import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { AtOnceButton } from '../../components/actions/AtOnceButton.tsx';
import { detailPath, listPath } from '../../components/paths.ts';
import { gainText, recommendedChange } from '../../components/recommended-change.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';

const SHOWN = 20;

/** What would make its hosts carry alike. Nothing is shown where nobody recommends. */
export function ClusterRecommendations({ cluster }: { cluster: Cluster }) {
  const t = useT();
  const q = `cluster:${quoteIfNeeded(cluster.id)}`;
  const { rows } = useLiveList('recommendation', { q, sort: 'priority,-gain', limit: SHOWN });
  if (rows.length === 0 && !cluster.balancer?.enabled) return null;
  return (
    <Card
      title={t('watching.recommendations')}
      flush
      actions={
        <TextLink href={listPath('recommendation', q)} className="px-2 text-12 font-normal text-muted">
          {t('lists.openAsList')}
        </TextLink>
      }
    >
      <SimpleTable
        label={t('watching.recommendations')}
        rows={rows}
        rowKey={r => r.id}
        empty={t('watching.noneHere')}
        columns={[
          { header: t('watching.priority'), end: true, cell: r => r.priority },
          {
            header: t('watching.instance'),
            cell: r =>
              r.instance ? (
                <TextLink href={detailPath('instance', r.instance)}>{r.instanceName ?? r.instance}</TextLink>
              ) : (
                r.name
              ),
          },
          { header: t('watching.move'), cell: r => recommendedChange(t, r) },
          { header: t('fields.reason'), cell: r => serverWords(r.reason) },
          { header: t('watching.gain'), end: true, cell: r => gainText(t, r) },
          { header: t('watching.action'), end: true, cell: r => <AtOnceButton target={r} action="apply" /> },
        ]}
      />
    </Card>
  );
}
