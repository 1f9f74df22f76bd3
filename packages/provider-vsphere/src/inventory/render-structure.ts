import type { PoolGroup, ResourcePool } from '@orrery/contract/resources/structure.ts';
import { refKey } from '@orrery/vim25/values.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { ClusterFacts, DatastoreFacts, HostFacts, VmFacts } from '../map/facts.ts';
import type { Scene, Totals } from './scene.ts';
import type { Standing } from './structure.ts';

/** A host stands where its cluster does. */
export function standingOfHost({ store }: Scene, host: HostFacts): Standing {
  const { structure } = store;
  return structure.standing(store.clusterOf(host)?.parent ?? host.parent);
}

/** One of a vApp has no folder; its data centre is that of its host. */
export function standingOfVm(scene: Scene, vm: VmFacts): Standing {
  const own = scene.store.structure.standing(vm.parent);
  if (own.datacenter !== null) return own;
  const host = scene.store.host(vm.host);
  return host ? { ...own, datacenter: standingOfHost(scene, host).datacenter } : own;
}

export function resourcePoolsOf(
  { backend, store }: Scene,
  cluster: ClusterFacts,
  totals: Totals,
): ResourcePool[] {
  const { structure } = store;
  return structure
    .poolsOf(cluster.ref)
    .map(({ ref, native, name, cpu, memory }) => ({
      id: idOf(backend, native),
      name: structure.poolPath(ref) ?? name,
      cpu,
      memory,
      instanceCount: totals.resourcePools.get(refKey(ref)) ?? 0,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function poolGroupOf({ backend, store }: Scene, { parent }: DatastoreFacts): PoolGroup | null {
  const pod = store.structure.podOf(parent);
  if (!pod) return null;
  const { native, name, capacityBytes, freeBytes, balancer } = pod;
  return { id: idOf(backend, native), name, capacityBytes, freeBytes, balancer };
}
