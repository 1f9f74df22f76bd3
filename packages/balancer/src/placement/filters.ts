import { capacityOf } from './capacity.ts';
import type { PlaceHost, PlacementPolicy, PlaceRequest, Reach, Refusal, Shortage } from './model.ts';
import { cpus, gib } from './words.ts';

type Filter = (host: PlaceHost, request: PlaceRequest, policy: PlacementPolicy) => Refusal | null;

const refuse = (
  filter: string,
  code: string,
  message: string,
  shortage: Shortage | null = null,
): Refusal => ({ filter, code: `placement.${code}`, message, shortage });

const state: Filter = host => {
  if (host.stale) return refuse('state', 'unreachable', 'There is no connection to it now');
  return host.up ? null : refuse('state', 'down', host.reason ?? 'It is not up');
};

const wish: Filter = (host, { host: wanted, backend, zone }) => {
  if (wanted !== null && host.id !== wanted)
    return refuse('wish', 'other-host', 'Another host was asked for');
  if (backend !== null && host.backend !== backend)
    return refuse('wish', 'other-backend', 'It belongs to another backend than what was asked for');
  if (zone !== null && host.zone !== zone)
    return refuse('wish', 'other-zone', `It is not in the zone ${zone}`);
  return null;
};

const kind: Filter = (host, { kind: wanted }) =>
  host.runs === null || host.runs.includes(wanted)
    ? null
    : refuse('kind', 'kind', wanted === 'vm' ? 'It runs containers only' : 'It runs virtual machines only');

const able: Filter = ({ lacks = null }) => (lacks === null ? null : refuse('able', 'unable', lacks));

const architecture: Filter = (host, { architecture: wanted }) =>
  wanted === null || host.architecture === null || host.architecture === wanted
    ? null
    : refuse('architecture', 'architecture', `It is ${host.architecture}; the image is for ${wanted}`);

/** A guest with more vCPUs than its host has processors runs worse than a smaller one. */
const cpu: Filter = (host, request, policy) => {
  if (request.vcpus > host.threads)
    return refuse('cpu', 'cpu', `It has ${cpus(host.threads)}; ${request.vcpus} are asked for`, {
      of: 'cpu',
      needed: request.vcpus,
      free: host.threads,
    });
  const free = capacityOf(host, policy).vcpus;
  if (request.vcpus <= free) return null;
  const message = `${cpus(Math.max(0, free))} are left to promise (${policy.cpuRatio} for each processor)`;
  return refuse('cpu', 'cpu', message, { of: 'cpu', needed: request.vcpus, free });
};

const memory: Filter = (host, request, policy) => {
  const free = capacityOf(host, policy).memoryMiB;
  if (request.memoryMiB <= free) return null;
  const kept = policy.keepsStopped ? (host.stopped?.memoryMiB ?? 0) : 0;
  const beside = kept > 0 ? ` beside ${gib(kept)} of instances that are stopped` : '';
  const message = `${gib(Math.max(0, free))} of memory are free${beside}; ${gib(request.memoryMiB)} are asked for`;
  return refuse('memory', 'memory', message, { of: 'memory', needed: request.memoryMiB, free });
};

const disk: Filter = (host, request, policy) => {
  if (request.diskBytes === 0 || host.pools.length === 0) return null;
  const free = capacityOf(host, policy).diskBytes;
  if (free === null || request.diskBytes <= free) return null;
  const [needed, left] = [request.diskBytes / mib, Math.max(0, free) / mib];
  const message = `${gib(left)} of disk can be promised; ${gib(needed)} are asked for`;
  return refuse('disk', 'disk', message, { of: 'disk', needed: request.diskBytes, free });
};

const mib = 1_048_576;

const reach: Filter = (host, request) => {
  const missing = request.reach.find(need => !reaches(host, need));
  return missing === undefined ? null : refuse('reach', missing.what, notReached[missing.what]);
};

const notReached: Record<Reach['what'], string> = {
  network: 'It does not reach a network that is asked for',
  volume: 'It does not reach a volume that is asked for',
  source: 'It does not reach the volume that it would be made from',
};

const reaches = (host: PlaceHost, { backend, hosts }: Reach): boolean =>
  host.backend === backend && (hosts === null || hosts.includes(host.id));

const name: Filter = (host, request) =>
  host.names.has(request.name)
    ? refuse('name', 'name', `It has an instance named ${request.name} already`)
    : null;

/** Soft policies are the weighers' business. */
const group: Filter = (host, { group: wanted }) => {
  if (wanted === null) return null;
  const members = host.groups.get(wanted.name) ?? 0;
  if (wanted.policy === 'apart' && members > 0)
    return refuse('group', 'apart', `An instance of the group ${wanted.name} is there; it keeps apart`);
  return null;
};

const filters: readonly Filter[] = [
  state,
  wish,
  kind,
  able,
  architecture,
  reach,
  cpu,
  memory,
  disk,
  name,
  group,
];

/** Every reason against the host: all of them, because the next question is always "and if that were solved?". */
export function refusalsOf(host: PlaceHost, request: PlaceRequest, policy: PlacementPolicy): Refusal[] {
  return filters.flatMap(filter => filter(host, request, policy) ?? []);
}

/** "Together" binds to where members are, once there are some. */
export function togetherRefusals(
  hosts: readonly PlaceHost[],
  { group: wanted }: PlaceRequest,
): ReadonlyMap<string, Refusal> {
  if (wanted?.policy !== 'together') return new Map();
  const away = hosts.filter(host => !host.groups.has(wanted.name));
  if (away.length === hosts.length) return new Map();
  const message = `The group ${wanted.name} keeps together, and is elsewhere`;
  return new Map(away.map(host => [host.id, refuse('group', 'together', message)]));
}
