import type { Image } from '@orrery/contract/resources/storage.ts';
import type { ImageRow } from '../database/schema/images.ts';

/** An image as the inventory shows it. What belongs to all has no project: that is what makes it visible to all. */
export function presentImage(row: ImageRow, asOf: string): Image {
  return {
    kind: 'image',
    id: row.id,
    backend: null,
    name: row.name,
    project: row.visibility === 'private' ? row.project : null,
    asOf,
    source: 'event',
    stale: false,
    actions: [],
    status: row.state === 'available' && row.deprecated ? 'deprecated' : row.state,
    format: row.format ?? row.declaredFormat,
    sizeBytes: row.sizeBytes,
    virtualSizeBytes: row.virtualSizeBytes,
    os: row.os,
    architecture: row.architecture,
    minDiskGiB: row.minDiskGiB,
    minMemoryMiB: row.minMemoryMiB,
    visibility: row.visibility,
    protected: row.protected,
    createdAt: row.createdAt.toISOString(),
    catalogue: {
      owner: row.project,
      sharedWith: row.sharedWith,
      description: row.description,
      sha256: row.sha256,
      receivedBytes: row.receivedBytes,
      source: row.source.from === 'url' ? { from: 'url', url: row.source.url } : row.source,
      problem: row.problem,
      deprecated: row.deprecated,
    },
  };
}
