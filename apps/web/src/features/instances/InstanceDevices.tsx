import type { Instance } from '@orrery/contract/resources/instance.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { ActionButton } from '../../components/actions/ActionButton.tsx';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { detailPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { InstanceSecurity } from './InstanceSecurity.tsx';
import { TextLink } from '../../ui/Link.tsx';

type DevicesProps = { instance: Instance };

export function InstanceDevices({ instance }: DevicesProps) {
  return (
    <div className="flex flex-col gap-4">
      <Disks instance={instance} />
      <Interfaces instance={instance} />
      <InstanceSecurity instance={instance} />
    </div>
  );
}

function Disks({ instance }: DevicesProps) {
  const t = useT();
  const topology = useMayAnywhere('fleet.read');
  const volumes = useLiveList('volume', { q: `instance:${quoteIfNeeded(instance.id)}` });
  const names = new Map(volumes.rows.map(({ id, name }) => [id, name]));
  return (
    <Card
      title={t('instances.disks')}
      flush
      actions={
        <>
          <ActionButton target={instance} action="attachVolume" />
          <ActionButton target={instance} action="detachVolume" />
        </>
      }
    >
      <SimpleTable
        label={t('instances.disks')}
        rows={instance.disks}
        rowKey={disk => disk.device}
        empty={t('instances.noDisks')}
        columns={[
          { header: t('fields.device'), cell: d => <code className="font-mono text-12">{d.device}</code> },
          {
            header: t('fields.type'),
            cell: d => [d.kind, d.bus, d.readOnly && t('instances.readOnly')].filter(Boolean).join(' · '),
          },
          { header: t('fields.format'), cell: d => d.format },
          {
            header: t(topology ? 'fields.path' : 'actions.volume'),
            cell: d =>
              d.volume ? (
                <TextLink href={detailPath('volume', d.volume)}>
                  {d.source ?? names.get(d.volume) ?? d.volume}
                </TextLink>
              ) : (
                d.source
              ),
          },
          {
            header: t('fields.capacity'),
            end: true,
            cell: d => d.capacityBytes !== null && formatBytes(d.capacityBytes),
          },
        ]}
      />
    </Card>
  );
}

function Interfaces({ instance }: DevicesProps) {
  const t = useT();
  return (
    <Card
      title={t('instances.interfaces')}
      flush
      actions={
        <>
          <ActionButton target={instance} action="attachNetwork" />
          <ActionButton target={instance} action="detachNetwork" />
        </>
      }
    >
      <SimpleTable
        label={t('instances.interfaces')}
        rows={instance.interfaces}
        rowKey={(nic, index) => nic.mac ?? String(index)}
        empty={t('instances.noInterfaces')}
        columns={[
          { header: t('fields.mac'), cell: n => <code className="font-mono text-12">{n.mac}</code> },
          {
            header: t('fields.network'),
            cell: n =>
              n.network ? (
                <TextLink href={detailPath('network', n.network)}>{n.networkName ?? n.network}</TextLink>
              ) : (
                n.networkName
              ),
          },
          {
            header: t('fields.model'),
            cell: n => [n.model, n.linkUp === false && t('instances.linkDown')].filter(Boolean).join(' · '),
          },
          {
            header: t('fields.addresses'),
            cell: n =>
              instance.addresses
                .filter(a => a.mac === n.mac)
                .map(a => a.address)
                .join(', '),
          },
        ]}
      />
    </Card>
  );
}
