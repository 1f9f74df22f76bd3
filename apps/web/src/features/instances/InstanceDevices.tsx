import type { Instance } from '@orrery/contract/resources/instance.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { detailPath } from '../../components/paths.ts';
import { useT } from '../../lib/i18n.ts';
import { formatBytes } from '../../lib/units.ts';
import { Card } from '../../ui/Card.tsx';
import { TextLink } from '../../ui/Link.tsx';

export function InstanceDevices({ instance }: { instance: Instance }) {
  const t = useT();
  return (
    <div className="flex flex-col gap-4">
      <Card title={t('instances.disks')} flush>
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
              header: t('fields.path'),
              cell: d =>
                d.volume ? (
                  <TextLink href={detailPath('volume', d.volume)}>{d.source ?? d.volume}</TextLink>
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
      <Card title={t('instances.interfaces')} flush>
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
    </div>
  );
}
