import type { Flavor } from '@orrery/contract/resources/planned.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';

type Needs = Pick<Image, 'minMemoryMiB' | 'minDiskGiB'>;
type Size = Pick<Flavor, 'id' | 'status' | 'memoryMiB' | 'diskGiB' | 'vcpus'>;

/** The first of the flavors, smallest first, that an image can do with; the smallest of all where none can. */
export function smallestFor(flavors: readonly Size[], image: Needs | undefined): string | null {
  const active = flavors.filter(({ status }) => status === 'active');
  const enough = active.find(
    ({ memoryMiB, diskGiB }) =>
      memoryMiB >= (image?.minMemoryMiB ?? 0) && (diskGiB === 0 || diskGiB >= (image?.minDiskGiB ?? 0)),
  );
  return (enough ?? active[0])?.id ?? null;
}
