import type { Instance } from '@orrery/contract/resources/instance.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { ActivityTab } from '../../components/ActivityTab.tsx';
import { AlarmStrip } from '../../components/AlarmStrip.tsx';
import { ConsoleButton } from '../../components/ConsoleButton.tsx';
import { ConsoleMenuItem } from '../../components/ConsoleMenuItem.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { MoveStrip } from '../../components/migrations/MoveStrip.tsx';
import { detailPath } from '../../components/paths.ts';
import type { Page } from '../../lib/feature.ts';
import { useT } from '../../lib/i18n.ts';
import { TextLink } from '../../ui/Link.tsx';
import { FilesTab } from './files/FilesTab.tsx';
import { BootLogTab } from './boot-log/BootLogTab.tsx';
import { InstanceDevices } from './InstanceDevices.tsx';
import { InstanceLogs } from './InstanceLogs.tsx';
import { InstanceOverview } from './InstanceOverview.tsx';
import { InstanceRaw } from './InstanceRaw.tsx';
import { InstanceSnapshots } from './InstanceSnapshots.tsx';

function InstancePage() {
  const t = useT();
  const mayLogs = useMayAnywhere('instance.logs');
  const mayFiles = useMayAnywhere('instance.files');
  const mayConsole = useMayAnywhere('instance.console');
  const raw = useMayAnywhere('instance.raw');
  return (
    <DetailPage
      kind="instance"
      listTitle={t('instances.title')}
      meta={instance => <Where instance={instance} />}
      primary={primaryActions}
      notice={instance => (
        <>
          <AlarmStrip of={instance} />
          <MoveStrip of={instance} />
        </>
      )}
      actions={instance => hasScreenNow(instance) && <ConsoleButton instance={instance} />}
      menu={instance => !hasScreenNow(instance) && <ConsoleMenuItem instance={instance} />}
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
        {
          value: 'boot-log',
          label: t('console.bootLog.title'),
          shows: i => mayConsole && i.instanceKind === 'vm',
          render: i => <BootLogTab instance={i} />,
        },
        {
          value: 'files',
          label: t('files.title'),
          shows: i => mayFiles && i.offers?.includes('files') === true,
          render: i => <FilesTab instance={i} />,
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

/** Its console is one of the two things that people want now. */
const hasScreenNow = ({ powerState, consoles }: Instance) =>
  consoles.length > 0 && (powerState === 'running' || powerState === 'paused');

/** With the console two at most; all else is behind ⋯. */
function primaryActions(instance: Instance): readonly string[] {
  const screen = hasScreenNow(instance);
  if (instance.powerState === 'running') return screen ? ['stop'] : ['stop', 'reboot'];
  if (instance.powerState === 'paused') return screen ? ['resume'] : ['resume', 'forceStop'];
  return ['start', 'snapshot'];
}

export const page: Page = { Component: InstancePage };
