import { expect, it } from 'vitest';
import { sizeText } from './size-text.ts';

it.each([
  [512, '512 MiB'],
  [0.4, '0 MiB'],
  [8192, '8 GiB'],
  [1280, '1.25 GiB'],
  [12_500, '12.2 GiB'],
  [204_800, '200 GiB'],
  [2_097_152, '2 TiB'],
])('%d MiB are %s', (mib, said) => {
  expect(sizeText(mib)).toBe(said);
});
