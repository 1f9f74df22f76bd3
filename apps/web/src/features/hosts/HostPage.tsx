import type { Host } from '@orrery/contract/resources/host.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { AlarmStrip } from '../../components/AlarmStrip.tsx';
import { NameOf } from '../../components/cells/NameOf.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { InstancesOn } from '../../components/InstancesOn.tsx';
import { MoveStrip } from '../../components/migrations/MoveStrip.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { serverWords } from '../../lib/server-text.ts';
import { TextLink } from '../../ui/Link.tsx';
import { HostOverview } from './HostOverview.tsx';
import { WhatIfTab } from './WhatIfTab.tsx';
import { HostSurroundings } from './HostSurroundings.tsx';

function HostPage() {
  const t = useT();
  return (
    <DetailPage
      kind="host"
      listTitle={t('hosts.title')}
      meta={host => <Where host={host} />}
      primary={maintenanceActions}
      notice={host => (
        <>
          <AlarmStrip of={host} />
          <MoveStrip of={host} />
        </>
      )}
      tabs={[
        { value: 'overview', label: t('instances.tabs.overview'), render: h => <HostOverview host={h} /> },
        {
          value: 'instances',
          label: t('fields.instances'),
          render: h => <InstancesOn q={`host:${quoteIfNeeded(h.id)}`} />,
        },
        { value: 'around', label: t('hosts.tabs.around'), render: h => <HostSurroundings host={h} /> },
        { value: 'what-if', label: t('plans.whatIf.tab'), render: h => <WhatIfTab host={h} /> },
        { value: 'activity', label: t('instances.tabs.activity'), render: h => <ActivityTab target={h} /> },
      ]}
    />
  );
}

function maintenanceActions({ status }: Host): readonly string[] {
  return status === 'maintenance' || status === 'entering-maintenance'
    ? ['exitMaintenance']
    : ['enterMaintenance'];
}

function Where({ host }: { host: Host }) {
  return (
    <>
      {host.reason && <span>{serverWords(host.reason)}</span>}
      {host.cluster && (
        <TextLink href={detailPath('cluster', host.cluster)}>{host.clusterName ?? host.cluster}</TextLink>
      )}
      {host.datacenter && <span>{host.datacenter}</span>}
      {host.backend && <NameOf kind="backend" id={host.backend} />}
      {host.hypervisor && <span>{host.hypervisor}</span>}
    </>
  );
}

export const page: Page = { Component: HostPage };
