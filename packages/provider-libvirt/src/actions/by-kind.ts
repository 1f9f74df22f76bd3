import type { ActionsByKind } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Executor } from './executor.ts';
import { actOnInstance, resolveInstance } from './on-instance.ts';
import { actOnNetwork, resolveNetwork } from './on-network.ts';
import { actOnSnapshot, resolveSnapshot } from './on-snapshot.ts';
import { actOnPool, resolvePool } from './on-storage.ts';
import { actOnVolume, resolveVolume } from './on-volume.ts';

export const actionsByKind: ActionsByKind<Executor> = {
  instance: { act: actOnInstance, resolve: resolveInstance },
  snapshot: { act: actOnSnapshot, resolve: resolveSnapshot },
  'storage-pool': { act: actOnPool, resolve: resolvePool },
  network: { act: actOnNetwork, resolve: resolveNetwork },
  volume: { act: actOnVolume, resolve: resolveVolume },
};
