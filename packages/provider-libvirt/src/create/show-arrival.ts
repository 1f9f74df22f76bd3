import type { StoragePoolRef } from '@orrery/libvirt/procedures/refs.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import type { Work } from '../actions/job.ts';
import { placeOf } from '../host/facts.ts';
import { cachedName } from './made-names.ts';

/** More often is no use to anybody who looks on. */
const tellEvery = 0.02;

/** Shows how far a copy of an image has come, to all who look at its host. */
export function showArrival(
  { link, inventory }: Work,
  { pool, image }: { pool: StoragePoolRef; image: ImageContent },
): { came: (bytes: number) => void; end: () => void } {
  const { record } = link.live.reader;
  const place = placeOf({ pool: pool.name, name: cachedName(image) });
  let told = 0;
  record.arriving.set(place, 0);
  return {
    came: bytes => {
      const share = bytes / Math.max(1, image.sizeBytes);
      if (share < 1 && share - told < tellEvery) return;
      told = share;
      record.arriving.set(place, bytes);
      inventory.changed(record.name);
    },
    end: () => {
      record.arriving.delete(place);
      inventory.changed(record.name);
    },
  };
}
