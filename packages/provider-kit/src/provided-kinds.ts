import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import type { Recommendation } from '@orrery/contract/resources/recommendation.ts';
import type { Image, Snapshot, StoragePool, Volume } from '@orrery/contract/resources/storage.ts';

/** The kinds of resource that a provider reports; the rest is Orrery's own. */
export interface ProvidedTypes {
  cluster: Cluster;
  host: Host;
  instance: Instance;
  image: Image;
  volume: Volume;
  'storage-pool': StoragePool;
  network: Network;
  snapshot: Snapshot;
  recommendation: Recommendation;
  alarm: Alarm;
}
export type ProvidedKind = keyof ProvidedTypes & ResourceKind;

/** The kinds that a provider reports and acts on. */
export const providedKinds = [
  'cluster',
  'host',
  'instance',
  'image',
  'volume',
  'storage-pool',
  'network',
  'snapshot',
  'recommendation',
  'alarm',
] as const satisfies readonly ProvidedKind[];

const provided = new Set<string>(providedKinds);

export const isProvidedKind = (kind: string): kind is ProvidedKind => provided.has(kind);
