import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { AlarmStrip } from '../../components/AlarmStrip.tsx';
import { NameOf } from '../../components/cells/NameOf.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { InstancesOn } from '../../components/InstancesOn.tsx';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { LoadView } from './load/LoadView.tsx';
import { ClusterOverview } from './ClusterOverview.tsx';
import { ClusterRecommendations } from './ClusterRecommendations.tsx';

function ClusterPage() {
  const t = useT();
  return (
    <DetailPage
      kind="cluster"
      listTitle={t('clusters.title')}
      meta={cluster => <Where cluster={cluster} />}
      notice={cluster => <AlarmStrip of={cluster} />}
      tabs={[
        {
          value: 'overview',
          label: t('instances.tabs.overview'),
          render: c => <ClusterOverview cluster={c} />,
        },
        { value: 'load', label: t('clusters.load.tab'), render: c => <ClusterLoad cluster={c} /> },
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

function ClusterLoad({ cluster }: { cluster: Cluster }) {
  return (
    <div className="flex flex-col gap-4">
      <LoadView cluster={cluster} />
      <ClusterRecommendations cluster={cluster} />
    </div>
  );
}

function Where({ cluster }: { cluster: Cluster }) {
  const t = useT();
  return (
    <>
      <span>{t('clusters.upOf', { up: cluster.hostsUp, count: cluster.hostCount })}</span>
      {cluster.datacenter && <span>{cluster.datacenter}</span>}
      {cluster.backend && <NameOf kind="backend" id={cluster.backend} />}
    </>
  );
}

export const page: Page = { Component: ClusterPage };
