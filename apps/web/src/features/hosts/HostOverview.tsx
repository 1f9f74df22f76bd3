import type { Host } from '@orrery/contract/resources/host.ts';
import { LoadCharts } from '../../components/charts/LoadCharts.tsx';
import { Confirmed } from '../../components/Confirmed.tsx';
import { SeenAt } from '../../components/SeenAt.tsx';
import { standingFacts } from '../../components/standing-facts.tsx';
import { type Translate, useT } from '../../lib/i18n.ts';
import { formatCount, formatDuration, formatMiB } from '../../lib/units.ts';
import { serverWords } from '../../lib/server-text.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';
import { lastSeen } from './last-seen.ts';

export function HostOverview({ host }: { host: Host }) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title={t('overview.capacity.title')}>
          <div className="flex flex-col gap-5">
            <CapacityBar
              label={t('overview.capacity.cpu')}
              format={formatCount}
              used={((host.cpuPercent ?? 0) / 100) * host.threads}
              promised={host.vcpusPromised}
              total={host.threads}
            />
            <CapacityBar
              label={t('fields.memory')}
              format={formatMiB}
              used={host.memoryUsedMiB ?? 0}
              promised={host.memoryPromisedMiB}
              total={host.memoryMiB}
            />
          </div>
        </Card>
        <Card title={t('instances.facts')}>
          <KeyValueList facts={useFacts(host)} />
        </Card>
      </div>
      <section aria-label={t('instances.load')}>
        <LoadCharts of={host} />
      </section>
    </div>
  );
}

function useFacts(h: Host): Fact[] {
  const t = useT();
  const seen = lastSeen(h);
  return [
    { label: t('fields.reason'), value: serverWords(h.reason) },
    ...standingFacts(t, h),
    ...membershipFacts(t, h),
    { label: t('fields.address'), value: h.address, mono: true },
    { label: t('fields.lastSeen'), value: seen && <SeenAt at={seen} /> },
    { label: t('fields.latency'), value: h.latencyMs !== null && formatDuration(h.latencyMs) },
    { label: t('fields.hypervisor'), value: h.hypervisor },
    { label: t('fields.version'), value: h.version },
    { label: t('fields.cpuModel'), value: h.cpuModel },
    { label: t('fields.topology'), value: [h.sockets ?? '–', h.cores ?? '–', h.threads].join(' · ') },
    { label: t('hosts.clock'), value: h.cpuMhz !== null && `${formatCount(h.cpuMhz)} MHz` },
    { label: t('fields.architecture'), value: h.architecture },
    { label: t('fields.memory'), value: formatMiB(h.memoryMiB) },
    { label: t('fields.numa'), value: h.numa.length > 0 ? <NumaCells host={h} /> : null },
    { label: t('fields.asOf'), value: <Confirmed of={h} /> },
    { label: t('fields.id'), value: h.id, mono: true },
  ].filter(fact => fact.label !== t('fields.reason') || fact.value !== null);
}

/** Only of hosts whose cluster keeps services. */
function membershipFacts(t: Translate, { membership }: Host): Fact[] {
  if (!membership) return [];
  const { role, availability, state } = membership;
  return [
    { label: t('hosts.membership.role'), value: t(`hosts.membership.roles.${role}`) },
    {
      label: t('hosts.membership.work'),
      value: t(`hosts.membership.${state === 'ready' ? availability : state}`),
    },
  ];
}

function NumaCells({ host }: { host: Host }) {
  const t = useT();
  return (
    <ul>
      {host.numa.map(({ cell, cpus, memoryMiB }) => (
        <li key={cell}>{t('hosts.numaCell', { cell, cpus, memory: formatMiB(memoryMiB) })}</li>
      ))}
    </ul>
  );
}
