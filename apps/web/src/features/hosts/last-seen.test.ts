import { expect, it } from 'vitest';
import { lastSeen } from './last-seen.ts';

const early = '2026-11-22T10:00:00.000Z';
const late = '2026-11-22T10:05:00.000Z';

it('takes the later sign of life of a host that answers', () => {
  expect(lastSeen({ status: 'up', asOf: late, lastSeenAt: early })).toBe(late);
  expect(lastSeen({ status: 'up', asOf: early, lastSeenAt: late })).toBe(late);
  expect(lastSeen({ status: 'up', asOf: late, lastSeenAt: null })).toBe(late);
});

it('does not take the news that a host is lost for a sign of its life', () => {
  expect(lastSeen({ status: 'unreachable', asOf: late, lastSeenAt: early })).toBe(early);
  expect(lastSeen({ status: 'connecting', asOf: late, lastSeenAt: null })).toBeNull();
});
