import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { InstancesOn } from '../../components/InstancesOn.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { LoadView } from './load/LoadView.tsx';
import { ClusterOverview } from './ClusterOverview.tsx';

function ClusterPage() {
  const t = useT();
  return (
    <DetailPage
      kind="cluster"
      listTitle={t('clusters.title')}
      meta={cluster => <Where cluster={cluster} />}
      tabs={[
        {
          value: 'overview',
          label: t('instances.tabs.overview'),
          render: c => <ClusterOverview cluster={c} />,
        },
        { value: 'load', label: t('clusters.load.tab'), render: c => <LoadView cluster={c} /> },
        {
          value: 'instances',
          label: t('fields.instances'),
          render: c => <InstancesOn q={`cluster:${quoteIfNeeded(c.id)}`} />,
        },
        { value: 'activity', label: t('instances.tabs.activity'), render: c => <ActivityTab target={c} /> },
      ]}
    />
  );
}

function Where({ cluster }: { cluster: Cluster }) {
  const t = useT();
  return (
    <>
      <span>{t('clusters.upOf', { up: cluster.hostsUp, count: cluster.hostCount })}</span>
      {cluster.backend && (
        <TextLink href={detailPath('backend', cluster.backend)}>{cluster.backend}</TextLink>
      )}
    </>
  );
}

export const page: Page = { Component: ClusterPage };
