import { describe, expect, it } from 'vitest';
import { smallestFor } from './smallest-flavor.ts';

const flavor = (
  id: string,
  memoryMiB: number,
  diskGiB: number,
  status: 'active' | 'disabled' = 'active',
) => ({
  id,
  memoryMiB,
  diskGiB,
  vcpus: 1,
  status,
});
const flavors = [flavor('tiny', 512, 5), flavor('old', 1024, 20, 'disabled'), flavor('small', 2048, 0)];

describe('the flavor that is chosen to begin with', () => {
  it('is the smallest that the image can do with', () => {
    expect(smallestFor(flavors, undefined)).toBe('tiny');
    expect(smallestFor(flavors, { minMemoryMiB: 1024, minDiskGiB: 10 })).toBe('small');
    expect(smallestFor(flavors, { minMemoryMiB: null, minDiskGiB: null })).toBe('tiny');
  });

  it('is the smallest of all where none is enough, and none where there is none', () => {
    expect(smallestFor(flavors, { minMemoryMiB: 9_999_999, minDiskGiB: 0 })).toBe('tiny');
    expect(smallestFor([], undefined)).toBeNull();
  });
});
