import type { ActionsByKind } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Executor } from './executor.ts';
import { actOnCluster, resolveCluster } from './on-cluster.ts';
import { actOnHost, resolveHost } from './on-host.ts';
import { actOnImage, resolveImage } from './on-image.ts';
import { actOnInstance, resolveInstance } from './on-instance.ts';
import { actOnNetwork, resolveNetwork } from './on-network.ts';
import { actOnPool, resolvePool } from './on-pool.ts';
import { actOnVolume, resolveVolume } from './on-volume.ts';

export const actionsByKind: ActionsByKind<Executor> = {
  instance: { act: actOnInstance, resolve: resolveInstance },
  cluster: { act: actOnCluster, resolve: resolveCluster },
  host: { act: actOnHost, resolve: resolveHost },
  image: { act: actOnImage, resolve: resolveImage },
  volume: { act: actOnVolume, resolve: resolveVolume },
  network: { act: actOnNetwork, resolve: resolveNetwork },
  'storage-pool': { act: actOnPool, resolve: resolvePool },
};
