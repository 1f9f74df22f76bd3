import { createFlavorSchema } from '@orrery/contract/launch/creation-bodies.ts';
import { describe, expect, it } from 'vitest';
import { textsOf, toFlavor } from './flavor-form.ts';

describe('the form of a flavor', () => {
  it('begins with a size that the contract takes', () => {
    const made = toFlavor({ ...textsOf(undefined), name: 'small' });
    expect(made.ok && createFlavorSchema.safeParse(made.flavor).success).toBe(true);
  });

  it.each([
    ['name', { name: ' ' }],
    ['vcpus', { vcpus: '0' }],
    ['memoryMiB', { memoryMiB: '1.5' }],
    ['diskGiB', { diskGiB: 'x' }],
  ])('names the field that is wrong: %s', (wrong, change) => {
    expect(toFlavor({ ...textsOf(undefined), name: 'small', ...change })).toEqual({ ok: false, wrong });
  });

  it('takes no disk as: as large as the image', () => {
    expect(toFlavor({ ...textsOf(undefined), name: 'small', diskGiB: '0' }).ok).toBe(true);
  });
});
