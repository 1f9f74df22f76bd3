import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import type { Store } from '../inventory/store.ts';
import type { DatastoreFacts, HostFacts, VmFacts } from '../map/facts.ts';
import { powerOf } from '../map/power.ts';

/** The ways in which vSphere moves. */
export type Way = Exclude<MigrationMethod, 'relocation'>;
export const ways: readonly Way[] = ['live', 'block', 'cold'];

export interface Candidate {
  store: Store;
  vm: VmFacts;
  to: HostFacts;
  way: Way;
  /** Where its disks go; null: they stay. */
  datastore: DatastoreFacts | null;
}

type Rule = (candidate: Candidate) => MigrationReason | null;

const gib = 2 ** 30;
const inGib = (bytes: number): string => `${Math.round((10 * bytes) / gib) / 10} GiB`;
const inGibOf = (mib: number): string => inGib(mib * 1024 * 1024);

const isOn = ({ vm, to }: Candidate): boolean => vm.host?.value === to.ref.value;
const isRunning = ({ vm }: Candidate): boolean => vm.power === 'poweredOn';
const reaches = (datastore: DatastoreFacts, { ref }: HostFacts): boolean =>
  datastore.accessible && datastore.hosts.some(h => h.value === ref.value);

export const diskBytes = ({ devices }: VmFacts): number =>
  (devices?.disks ?? []).reduce((sum, { capacityBytes }) => sum + (capacityBytes ?? 0), 0);

const reachable: Rule = ({ to }) => {
  if (to.connection !== 'connected')
    return reason('host-unreachable', 'vCenter does not reach the host', {
      found: to.connection,
      advice: 'Connect it again first',
    });
  if (!to.maintenance && !to.entering) return null;
  return reason('host-maintenance', 'The host is in maintenance mode', {
    advice: 'End its maintenance first',
  });
};

const idle: Rule = ({ vm }) =>
  vm.migrating ? reason('busy', 'It is being moved already', { advice: 'Wait until that has ended' }) : null;

const allowedIn: Record<Way, readonly string[]> = {
  live: ['running'],
  block: ['running'],
  cold: ['running', 'stopped', 'suspended'],
};

const power: Rule = ({ vm, way }) => {
  const found = powerOf(vm);
  if (allowedIn[way].includes(found)) return null;
  return reason('power-state', `It is ${found}`, {
    needed: allowedIn[way].join(' or '),
    found,
    advice: found === 'unknown' ? null : 'Move it cold',
  });
};

const vendor: Rule = ({ store, vm, to, way }) => {
  const from = store.host(vm.host);
  if (way === 'cold' || !from?.vendor || !to.vendor || from.vendor === to.vendor) return null;
  return reason('cpu-features', 'A running guest cannot go from one make of processor to another', {
    needed: from.vendor,
    found: to.vendor,
    advice: 'Move it cold',
  });
};

/** Whether EVC makes up for it, vCenter knows when it is asked to. */
const model: Rule = ({ store, vm, to, way }) => {
  const from = store.host(vm.host);
  if (way === 'cold' || !from?.cpuModel || !to.cpuModel || from.cpuModel === to.cpuModel) return null;
  if (from.vendor !== to.vendor) return null;
  return reason('cpu-features', 'The processors differ; without EVC vCenter may refuse', {
    severity: 'warns',
    needed: from.cpuModel,
    found: to.cpuModel,
  });
};

const processors: Rule = ({ vm, to }) =>
  to.threads === 0 || vm.vcpus <= to.threads
    ? null
    : reason('processors', 'It has more vCPUs than the host has logical processors', {
        needed: `${vm.vcpus} vCPUs`,
        found: `${to.threads} logical processors`,
      });

const memory: Rule = candidate => {
  const { vm, to } = candidate;
  if (to.memoryMiB === 0 || !isRunning(candidate)) return null;
  const needed = inGibOf(vm.memoryMiB);
  if (vm.memoryMiB > to.memoryMiB)
    return reason('memory', 'It has more memory than the host', { needed, found: inGibOf(to.memoryMiB) });
  const used = to.metrics?.memoryUsedMiB ?? null;
  const free = used === null ? null : Math.max(0, to.memoryMiB - used);
  if (free === null || vm.memoryMiB <= free) return null;
  return reason('memory', 'The host has less memory free than it may take', {
    severity: 'warns',
    needed,
    found: `${inGibOf(free)} free`,
    advice: 'Choose another host, or make room there',
  });
};

const networks: Rule = ({ store, vm, to, way }) => {
  const missing = vm.networks
    .map(ref => store.network(ref))
    .filter(n => n !== undefined)
    .filter(n => n.hosts.length > 0 && !n.hosts.some(h => h.value === to.ref.value));
  const [first] = missing;
  if (!first) return null;
  return reason('network-missing', 'The host does not have all of its networks', {
    severity: way === 'cold' ? 'warns' : 'blocks',
    needed: missing.map(n => n.name).join(', '),
    advice: 'Connect the host to them, or detach it from them',
  });
};

/** Where its disks stay, the host must see them. */
const shared: Rule = ({ store, vm, to, datastore, way }) => {
  if (datastore || way === 'block') return null;
  const names = new Set((vm.devices?.disks ?? []).map(d => d.datastore));
  const unseen = [...names].map(d => store.datastore(d)).filter(d => d !== undefined && !reaches(d, to));
  const [first] = unseen;
  if (!first) return null;
  return reason('storage-not-shared', 'The host does not see the datastore of its disks', {
    needed: first.name,
    advice: way === 'live' ? 'Move it with its disks' : 'Say which storage pool its disks go to',
  });
};

/** Where they go along, there must be room for them. */
const room: Rule = ({ vm, to, datastore, way }) => {
  const needed = diskBytes(vm);
  if (!datastore)
    return way === 'block'
      ? reason('storage-space', 'No other datastore that the host sees has room for its disks', {
          needed: inGib(needed),
        })
      : null;
  if (!reaches(datastore, to))
    return reason('storage-pool-missing', 'The host does not see that datastore', { needed: datastore.name });
  const free = datastore.freeBytes;
  if (free === null || free >= needed) return null;
  return reason('storage-space', 'The datastore has no room for its disks', {
    needed: inGib(needed),
    found: `${inGib(free)} free`,
  });
};

const elsewhere: Rule = ({ store, vm, to }) => {
  const [here, there] = [store.clusterOf(store.host(vm.host)), store.clusterOf(to)];
  if (here?.native === there?.native) return null;
  return reason('other-cluster', 'Another cluster: resource pools and rules of its own do not go along', {
    severity: 'warns',
    needed: here?.name ?? null,
    found: there?.name ?? null,
  });
};

const rules: readonly Rule[] = [
  reachable,
  idle,
  power,
  vendor,
  model,
  processors,
  memory,
  networks,
  shared,
  room,
  elsewhere,
];

/** Everything that speaks against it, with what was measured. vCenter checks once more when it moves. */
export function reasonsFor(candidate: Candidate): MigrationReason[] {
  if (isOn(candidate)) return [reason('same-host', 'It is on this host already')];
  return rules.map(rule => rule(candidate)).filter(found => found !== null);
}

/** Another datastore for its disks that the host sees: the one with most room. */
export function otherDatastore({
  store,
  vm,
  to,
}: Pick<Candidate, 'store' | 'vm' | 'to'>): DatastoreFacts | null {
  const now = new Set((vm.devices?.disks ?? []).map(d => d.datastore));
  const needed = diskBytes(vm);
  const fit = [...store.datastores.values()].filter(
    d => reaches(d, to) && !now.has(d.ref.value) && (d.freeBytes === null || d.freeBytes >= needed),
  );
  return fit.toSorted((a, b) => (b.freeBytes ?? 0) - (a.freeBytes ?? 0))[0] ?? null;
}
