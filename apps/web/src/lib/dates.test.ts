import { expect, it } from 'vitest';
import { formatAge } from './dates.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const at = (offsetMs: number) => new Date(now + offsetMs).toISOString();

it('takes what lies ahead by no more than clocks differ as just past', () => {
  expect(formatAge(at(400), now)).toBe(formatAge(at(0), now));
  expect(formatAge(at(4_900), now)).toBe('now');
});

it('keeps a real future apart from the past', () => {
  expect(formatAge(at(3 * 60_000), now)).toBe('in 3 min.');
  expect(formatAge(at(-3 * 60_000), now)).toBe('3 min. ago');
});
