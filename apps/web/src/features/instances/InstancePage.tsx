import type { Instance } from '@orrery/contract/resources/instance.ts';
import { mayAnywhere, useSession } from '../../api/session.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { ConsoleButton } from '../../components/ConsoleButton.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { MoveStrip } from '../../components/migrations/MoveStrip.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { InstanceDevices } from './InstanceDevices.tsx';
import { InstanceLogs } from './InstanceLogs.tsx';
import { InstanceOverview } from './InstanceOverview.tsx';
import { InstanceRaw } from './InstanceRaw.tsx';
import { InstanceSnapshots } from './InstanceSnapshots.tsx';

function InstancePage() {
  const t = useT();
  const session = useSession();
  const mayLogs = session !== null && mayAnywhere(session, 'instance.logs');
  const raw = session !== null && mayAnywhere(session, 'instance.raw');
  return (
    <DetailPage
      kind="instance"
      listTitle={t('instances.title')}
      meta={instance => <Where instance={instance} />}
      primary={primaryActions}
      notice={instance => <MoveStrip of={instance} />}
      actions={instance => <ConsoleButton instance={instance} />}
      tabs={[
        {
          value: 'overview',
          label: t('instances.tabs.overview'),
          render: i => <InstanceOverview instance={i} />,
        },
        {
          value: 'devices',
          label: t('instances.tabs.devices'),
          render: i => <InstanceDevices instance={i} />,
        },
        {
          value: 'snapshots',
          label: t('instances.tabs.snapshots'),
          render: i => <InstanceSnapshots instance={i} />,
        },
        {
          value: 'logs',
          label: t('instances.tabs.logs'),
          shows: i => mayLogs && i.offers?.includes('logs') === true,
          render: i => <InstanceLogs instance={i} />,
        },
        { value: 'activity', label: t('instances.tabs.activity'), render: i => <ActivityTab target={i} /> },
        ...(raw
          ? [
              {
                value: 'raw',
                label: t('instances.tabs.raw'),
                render: (i: Instance) => <InstanceRaw instance={i} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function Where({ instance }: { instance: Instance }) {
  const t = useT();
  return (
    <>
      <span>{t(`instances.kinds.${instance.instanceKind}`)}</span>
      {instance.host && (
        <TextLink href={detailPath('host', instance.host)}>{instance.hostName ?? instance.host}</TextLink>
      )}
      {instance.title && <span className="truncate">{instance.title}</span>}
    </>
  );
}

function primaryActions(instance: Instance): readonly string[] {
  if (instance.powerState === 'running') return ['stop', 'forceStop', 'reboot'];
  if (instance.powerState === 'paused') return ['resume', 'forceStop'];
  return ['start', 'snapshot'];
}

export const page: Page = { Component: InstancePage };
