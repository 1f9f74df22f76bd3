import type { Allocation } from '@orrery/contract/resources/structure.ts';
import { asBoolean, asNumber, asRef, asText, at, type MoRef, type VimValue } from '@orrery/vim25/values.ts';
import type { ContainerFacts, PodFacts, ResourcePoolFacts } from './facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { known, readName, readParent } from './others.ts';
import type { Readers } from './read.ts';

export const newContainer = (ref: MoRef, seen: Seen): ContainerFacts => ({
  ...known(ref, seen),
  parent: null,
});

export const containerReaders: Readers<ContainerFacts> = { name: readName, parent: readParent };

export const newPod = (ref: MoRef, seen: Seen): PodFacts => ({
  ...newContainer(ref, seen),
  capacityBytes: null,
  freeBytes: null,
  balancer: { enabled: false, automation: null },
});

const podAutomations: Readonly<Record<string, PodFacts['balancer']['automation']>> = {
  manual: 'manual',
  automated: 'full',
};

export const podReaders: Readers<PodFacts> = {
  ...containerReaders,
  summary: (pod, value) => {
    pod.capacityBytes = asNumber(at(value, 'capacity'));
    pod.freeBytes = asNumber(at(value, 'freeSpace'));
  },
  'podStorageDrsEntry.storageDrsConfig.podConfig': (pod, value) => {
    const automation = asText(at(value, 'defaultVmBehavior'));
    pod.balancer = {
      enabled: asBoolean(at(value, 'enabled')) ?? false,
      automation: podAutomations[automation ?? ''] ?? null,
    };
  },
};

const noAllocation: Readonly<Allocation> = {
  used: null,
  reserved: null,
  limit: null,
  level: null,
  shares: null,
};

export const newResourcePool = (ref: MoRef, seen: Seen): ResourcePoolFacts => ({
  ...newContainer(ref, seen),
  owner: null,
  cpu: noAllocation,
  memory: noAllocation,
});

const levels: Readonly<Record<string, Allocation['level']>> = {
  low: 'low',
  normal: 'normal',
  high: 'high',
  custom: 'custom',
};

/** CPU in MHz, memory in MB; a limit of -1 is none. */
function allocated(before: Allocation, value: VimValue | undefined): Allocation {
  const limit = asNumber(at(value, 'limit'));
  const shares = at(value, 'shares');
  return {
    used: before.used,
    reserved: asNumber(at(value, 'reservation')),
    limit: limit === null || limit < 0 ? null : limit,
    level: levels[asText(at(shares, 'level')) ?? ''] ?? null,
    shares: asNumber(at(shares, 'shares')),
  };
}

const mebi = 1024 * 1024;

export const resourcePoolReaders: Readers<ResourcePoolFacts> = {
  ...containerReaders,
  owner: (pool, value) => {
    pool.owner = asRef(value);
  },
  'config.cpuAllocation': (pool, value) => {
    pool.cpu = allocated(pool.cpu, value);
  },
  'config.memoryAllocation': (pool, value) => {
    pool.memory = allocated(pool.memory, value);
  },
  /** What its VMs use now: CPU in MHz, memory in bytes. */
  runtime: (pool, value) => {
    const bytes = asNumber(at(at(value, 'memory'), 'overallUsage'));
    pool.cpu = { ...pool.cpu, used: asNumber(at(at(value, 'cpu'), 'overallUsage')) };
    pool.memory = { ...pool.memory, used: bytes === null ? null : Math.round(bytes / mebi) };
  },
};
