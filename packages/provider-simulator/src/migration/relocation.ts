import type { RelocationPlan } from '@orrery/migration-model/relocation.ts';
import type { SimHost, SimInstance, SimPool, SimVolume } from '../world/model.ts';
import { linkBytesPerSecond } from './guest.ts';

/** Volumes that the other host does not see: their bytes have to go over. */
export const volumesToCopy = (instance: SimInstance, to: SimHost): SimVolume[] =>
  instance.volumes.filter(volume => !volume.pool.hosts.includes(to));

export const bytesOf = (volumes: readonly SimVolume[]): number =>
  volumes.reduce((sum, volume) => sum + volume.usedBytes, 0);

/** Where copied disks go: the pool asked for, else the fast one of the host. */
export function poolFor(to: SimHost, wanted: string | null): SimPool | null {
  if (wanted !== null) return to.cluster.pools.find(p => p.native === wanted && p.hosts.includes(to)) ?? null;
  return to.pools.fast ?? to.pools.bulk;
}

/** What the stop of an instance is made of, when it moves without running. */
export function relocationOf(instance: SimInstance, to: SimHost): RelocationPlan {
  const container = instance.instanceKind === 'container';
  const hasImage = [...to.instances].some(other => other.image === instance.image);
  const runs = instance.powerState === 'running';
  const none = { expected: 0, atMost: 0 };
  return {
    imageBytes: container && !hasImage ? (instance.image?.sizeBytes ?? 0) : 0,
    volumeBytes: bytesOf(volumesToCopy(instance, to)),
    volumeChangeRate: 0,
    preStaged: true,
    bandwidth: linkBytesPerSecond,
    stopSeconds: runs ? { expected: container ? 1.2 : 6, atMost: container ? 10 : 60 } : none,
    startSeconds: runs ? { expected: container ? 1.5 : 12, atMost: container ? 6 : 45 } : none,
  };
}
