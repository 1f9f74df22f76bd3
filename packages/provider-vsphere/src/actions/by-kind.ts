import type { ActionsByKind } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Executor } from './executor.ts';
import { onHost, resolveHost } from './hosts.ts';
import { onImage, resolveImageDeletion } from './images.ts';
import { onNetwork, onVolume, resolveNetwork, resolveVolume } from './made-things.ts';
import { onInstance, resolveInstance } from './on-instance.ts';
import { onPool, resolvePool } from './on-pool.ts';
import { onSnapshot, resolveSnapshot } from './on-snapshot.ts';
import { onAlarm, onRecommendation, resolveAlarm, resolveRecommendation } from './warnings.ts';

export const actionsByKind: ActionsByKind<Executor> = {
  instance: { act: onInstance, resolve: resolveInstance },
  snapshot: { act: onSnapshot, resolve: resolveSnapshot },
  'storage-pool': { act: onPool, resolve: resolvePool },
  host: { act: onHost, resolve: resolveHost },
  volume: { act: onVolume, resolve: resolveVolume },
  network: { act: onNetwork, resolve: resolveNetwork },
  image: { act: onImage, resolve: resolveImageDeletion },
  recommendation: { act: onRecommendation, resolve: resolveRecommendation },
  alarm: { act: onAlarm, resolve: resolveAlarm },
};
