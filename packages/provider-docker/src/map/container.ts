import { familiarName } from './image-name.ts';
import type { ContainerInfo, ContainerInspectInfo } from 'dockerode';
import type { ContainerFacts, ContainerMount, ContainerNetwork, HostFacts } from '../engine/facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { healthOf } from './power.ts';

/** Go's zero time stands for "never". */
export function instant(text: string | undefined): string | null {
  if (text === undefined || text.startsWith('0001-')) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Length of a scheduler period where none is given, in microseconds. */
const defaultPeriod = 100_000;
const nano = 1e9;

/** `0-3,8` is five processors. */
function countCpus(set: string | undefined): number | null {
  if (set === undefined || set === '') return null;
  return set.split(',').reduce((sum, range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return sum + (last - first + 1);
  }, 0);
}

/** Processors it may use, by whichever of the engine's ways is the tightest. */
function cpusOf({ NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0, CpusetCpus }: HostConfig): number | null {
  const limits = [
    NanoCpus > 0 ? NanoCpus / nano : null,
    CpuQuota > 0 ? CpuQuota / (CpuPeriod > 0 ? CpuPeriod : defaultPeriod) : null,
    countCpus(CpusetCpus),
  ].filter(limit => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

type HostConfig = ContainerInspectInfo['HostConfig'];
type Networks = ContainerInspectInfo['NetworkSettings']['Networks'];

function networkOf([name, end]: [string, Networks[string]]): ContainerNetwork {
  const addresses: ContainerNetwork['addresses'] = [];
  if (end.IPAddress) addresses.push({ address: end.IPAddress, version: 4 });
  if (end.GlobalIPv6Address) addresses.push({ address: end.GlobalIPv6Address, version: 6 });
  return { name, id: end.NetworkID ?? '', mac: end.MacAddress || null, addresses };
}

const mountOf = (mount: ContainerInspectInfo['Mounts'][number]): ContainerMount => ({
  type: mount.Type,
  volume: mount.Type === 'volume' ? (mount.Name ?? null) : null,
  source: mount.Source,
  destination: mount.Destination,
  readOnly: !mount.RW,
});

/** StopTimeout stands beside StopSignal in the engine's answer; the types know the signal only. */
interface Stopping {
  StopSignal?: string;
  StopTimeout?: number | null;
}

/** Podman tells 0 where none was given, for Docker's "at once": politeness costs less than work that is lost. */
const stopTimeoutOf = ({ StopTimeout }: Stopping, isPodman: boolean): number | null =>
  isPodman && StopTimeout === 0 ? null : (StopTimeout ?? null);

export function readContainer(
  inspected: ContainerInspectInfo,
  seen: Seen,
  { isPodman }: Pick<HostFacts, 'isPodman'>,
): ContainerFacts {
  const { Config, HostConfig: host, State } = inspected;
  // See Stopping: these fields are there, or undefined.
  const stopping = Config as typeof Config & Stopping;
  return {
    ...seen,
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    image: familiarName(Config.Image),
    imageId: inspected.Image,
    labels: Config.Labels ?? {},
    createdAt: instant(inspected.Created),
    state: {
      status: State.Status,
      exitCode: State.ExitCode,
      oomKilled: State.OOMKilled,
      error: State.Error ?? '',
      startedAt: instant(State.StartedAt),
    },
    health: healthOf(State.Health?.Status),
    restartPolicy: host.RestartPolicy?.Name || 'no',
    autoRemove: host.AutoRemove === true,
    cpus: cpusOf(host),
    memoryBytes: host.Memory !== undefined && host.Memory > 0 ? host.Memory : null,
    memorySwapBytes: host.MemorySwap ?? 0,
    usesCpuQuota: (host.CpuQuota ?? 0) > 0 && (host.NanoCpus ?? 0) === 0,
    stopSignal: stopping.StopSignal ?? null,
    stopTimeout: stopTimeoutOf(stopping, isPodman),
    mounts: (inspected.Mounts ?? []).map(mountOf),
    networks: Object.entries(inspected.NetworkSettings?.Networks ?? {}).map(networkOf),
    hostPorts: hostPortsOf(inspected.NetworkSettings?.Ports ?? {}),
  };
}

const hostPortsOf = (ports: Record<string, { HostPort: string }[] | null>): string[] => [
  ...new Set(Object.values(ports).flatMap(ends => (ends ?? []).map(end => end.HostPort))),
];

/** `Up 5 minutes (healthy)`, `Up 2 seconds (health: starting)`. */
const healthInStatus = /\((?:health: )?(healthy|unhealthy|starting)\)/;

const print = (facts: Pick<ContainerFacts, 'name' | 'health' | 'networks'> & { status: string }): string => {
  const networks = facts.networks.map(n => `${n.name}=${n.addresses.map(a => a.address).join(',')}`);
  return [facts.name, facts.status, facts.health ?? '', ...networks.toSorted()].join(' ');
};

/** What the engine's short list tells of a container, to see whether it has to be read anew. */
export const summaryOf = (facts: ContainerFacts): string => print({ ...facts, status: facts.state.status });

export function summaryOfListed(listed: ContainerInfo): string {
  const own = listed.Names.find(name => name.lastIndexOf('/') === 0) ?? listed.Names[0] ?? '';
  return print({
    name: own.replace(/^\//, ''),
    status: listed.State,
    health: healthOf(healthInStatus.exec(listed.Status)?.[1]),
    networks: Object.entries(listed.NetworkSettings?.Networks ?? {}).map(networkOf),
  });
}
