import { expect, it } from 'vitest';
import { targets } from './mounts.ts';

it('volumes appear where the image wants them, the others at /data', () => {
  expect(targets(1, [])).toEqual(['/data']);
  expect(targets(3, [])).toEqual(['/data', '/data-2', '/data-3']);
  expect(targets(2, ['/var/lib/db'])).toEqual(['/var/lib/db', '/data']);
  expect(targets(0, ['/var/lib/db'])).toEqual([]);
});
