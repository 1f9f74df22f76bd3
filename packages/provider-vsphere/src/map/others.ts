import {
  asBoolean,
  asNumber,
  asObject,
  asObjects,
  asRef,
  asRefs,
  asText,
  at,
  type MoRef,
  type VimValue,
} from '@orrery/vim25/values.ts';
import { nativeOfRef } from '../ids.ts';
import type { ClusterFacts, DatastoreFacts, HostFacts, NetworkFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { availabilityOf, balancerOf } from './cluster-settings.ts';
import { decodedName, type Readers } from './read.ts';

export const known = (ref: MoRef, seen: Seen) => ({ ref, native: nativeOfRef(ref), name: ref.value, seen });

export const readName = (facts: { name: string; ref: MoRef }, value: VimValue | undefined): void => {
  facts.name = decodedName(asText(value) ?? facts.ref.value);
};

export const newHost = (ref: MoRef, seen: Seen): HostFacts => ({
  ...known(ref, seen),
  parent: null,
  connection: 'connected',
  maintenance: false,
  entering: false,
  vendor: null,
  cpuModel: null,
  sockets: null,
  cores: null,
  threads: 0,
  cpuMhz: null,
  memoryMiB: 0,
  product: null,
  version: null,
  metrics: null,
});

/** Of what is inside something else. */
export const readParent = (facts: { parent: MoRef | null }, value: VimValue | undefined): void => {
  facts.parent = asRef(value);
};

const mebi = 1024 * 1024;

export const hostReaders: Readers<HostFacts> = {
  name: readName,
  parent: readParent,
  'runtime.connectionState': (host, value) => {
    host.connection = asText(value) ?? '';
  },
  'runtime.inMaintenanceMode': (host, value) => {
    host.maintenance = asBoolean(value) ?? false;
  },
  'summary.hardware': (host, value) => {
    const hardware = asObject(value);
    host.cpuModel = asText(hardware?.['cpuModel']);
    host.vendor = /\b(Intel|AMD)\b/.exec(host.cpuModel ?? '')?.[1] ?? null;
    host.sockets = asNumber(hardware?.['numCpuPkgs']);
    host.cores = asNumber(hardware?.['numCpuCores']);
    host.threads = asNumber(hardware?.['numCpuThreads']) ?? 0;
    host.cpuMhz = asNumber(hardware?.['cpuMhz']);
    host.memoryMiB = Math.round((asNumber(hardware?.['memorySize']) ?? 0) / mebi);
  },
  'summary.config.product': (host, value) => {
    host.product = asText(at(value, 'fullName'));
    host.version = asText(at(value, 'version'));
  },
};

export const newCluster = (ref: MoRef, seen: Seen): ClusterFacts => ({
  ...known(ref, seen),
  parent: null,
  balancer: null,
  availability: null,
  cpuBaseline: null,
});

export const clusterReaders: Readers<ClusterFacts> = {
  name: readName,
  parent: readParent,
  // As a whole: its parts are properties of what only clusters have, which not every vCenter takes as a path.
  configurationEx: (cluster, value) => {
    cluster.balancer = balancerOf(at(value, 'drsConfig'));
    cluster.availability = availabilityOf(at(value, 'dasConfig'));
  },
  summary: (cluster, value) => {
    cluster.cpuBaseline = asText(at(value, 'currentEVCModeKey')) || null;
  },
};

export const newDatastore = (ref: MoRef, seen: Seen): DatastoreFacts => ({
  ...known(ref, seen),
  parent: null,
  type: 'vmfs',
  accessible: true,
  shared: false,
  capacityBytes: null,
  freeBytes: null,
  url: null,
  hosts: [],
});

export const datastoreReaders: Readers<DatastoreFacts> = {
  name: readName,
  parent: readParent,
  summary: (datastore, value) => {
    const summary = asObject(value);
    datastore.type = (asText(summary?.['type']) ?? 'vmfs').toLowerCase();
    datastore.accessible = asBoolean(summary?.['accessible']) ?? true;
    datastore.shared = asBoolean(summary?.['multipleHostAccess']) ?? false;
    datastore.capacityBytes = asNumber(summary?.['capacity']);
    datastore.freeBytes = asNumber(summary?.['freeSpace']);
    datastore.url = asText(summary?.['url']);
  },
  host: (datastore, value) => {
    datastore.hosts = asObjects(value)
      .map(mount => asRef(mount['key']))
      .filter(ref => ref !== null);
  },
};

export const newNetwork = (ref: MoRef, seen: Seen): NetworkFacts => ({
  ...known(ref, seen),
  parent: null,
  vlan: null,
  hosts: [],
});

export const networkReaders: Readers<NetworkFacts> = {
  name: readName,
  parent: readParent,
  host: (network, value) => {
    network.hosts = asRefs(value);
  },
};

/** A distributed port group is a network that knows its VLAN. */
export const portgroupReaders: Readers<NetworkFacts> = {
  ...networkReaders,
  'config.defaultPortConfig': (network, value) => {
    const vlan = asObject(at(value, 'vlan'));
    // Zero: none. A trunk has ranges, which are no one VLAN.
    network.vlan = asNumber(vlan?.['vlanId']) || null;
  },
};
