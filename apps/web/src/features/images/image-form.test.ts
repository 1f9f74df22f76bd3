import { changeImageSchema } from '@orrery/contract/images/bodies.ts';
import type { Image } from '@orrery/contract/resources/storage.ts';
import { describe, expect, it } from 'vitest';
import { textsOf, toChange, wrongFields } from './image-form.ts';

// The form reads these fields only.
const image = {
  name: 'debian',
  os: null,
  minDiskGiB: 3,
  minMemoryMiB: null,
  visibility: 'shared',
  protected: false,
  catalogue: { description: null, sharedWith: ['p1', 'p2'] },
} as unknown as Image;

describe('the form of an image', () => {
  it('says as it begins what the image has, and nothing of who sees it', () => {
    const change = changeImageSchema.parse(toChange(textsOf(image), image));
    expect(change).toEqual({
      name: 'debian',
      description: null,
      os: null,
      minDiskGiB: 3,
      minMemoryMiB: null,
      protected: false,
    });
  });

  it('names the projects where they change, and not for an image that is no longer shared', () => {
    const shared = { ...textsOf(image), sharedWith: ['p2', 'p3'] };
    expect(toChange(shared, image).sharedWith).toEqual(['p2', 'p3']);
    expect(toChange({ ...shared, sharedWith: ['p2', 'p1'] }, image).sharedWith).toBeUndefined();
    expect(toChange({ ...shared, visibility: 'private' }, image)).toMatchObject({ visibility: 'private' });
    expect(toChange({ ...shared, visibility: 'private' }, image).sharedWith).toBeUndefined();
  });

  it('takes whole numbers or nothing', () => {
    const typed = { ...textsOf(image), name: ' ', minDisk: '1.5', minMemory: '' };
    expect([...wrongFields(typed)]).toEqual(['name', 'minDisk']);
    expect([...wrongFields(textsOf(image))]).toEqual([]);
  });
});
