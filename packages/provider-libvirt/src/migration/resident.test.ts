import { expect, it } from 'vitest';
import { heldBytes } from './resident.ts';

const told = (params: Record<string, number>) => heldBytes(new Map(Object.entries(params)));

it('counts caches and kernel, as a recorded guest shows: 92 MB of it went over the wire', () => {
  const calm = { current: 131_008, available: 94_716, unused: 39_424, usable: 45_332, disk_caches: 9_704 };
  const params = Object.fromEntries(Object.entries(calm).map(([name, kib]) => [`balloon.${name}`, kib]));
  expect(told(params)).toBe(93_782_016);
});

it('is unknown where the guest does not tell', () => {
  expect(told({ 'balloon.current': 131_008 })).toBeNull();
  expect(told({})).toBeNull();
});
