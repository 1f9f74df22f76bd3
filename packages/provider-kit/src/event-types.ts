/** Facts that providers report in the same words. A provider may add its own; these mean the same everywhere. */
export const eventTypes = [
  'instance.created',
  'instance.deleted',
  'instance.started',
  'instance.stopped',
  'instance.crashed',
  'instance.paused',
  'instance.resumed',
  'instance.suspended',
  'instance.rebooted',
  'instance.renamed',
  'instance.changed', // its definition: size, description, mark, autostart
  'instance.moved', // to another host
  'instance.move-failed',
  'snapshot.created',
  'snapshot.deleted',
  'snapshot.reverted',
  'volume.created',
  'volume.changed', // its size
  'volume.deleted',
  'storage-pool.started',
  'storage-pool.stopped',
  'storage-pool.refreshed',
  'image.pulled',
  'image.imported',
  'image.tagged',
  'image.pushed',
  'image.deleted',
  'network.created',
  'network.deleted',
  'network.started',
  'network.stopped',
  'host.lost',
  'host.back',
] as const;
export type EventType = (typeof eventTypes)[number];
