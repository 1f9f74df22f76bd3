import { describe, expect, it } from 'vitest';
import { containerFacts } from '../testing/records.ts';
import { healthOf, powerStateOf, statusOf } from './power.ts';

const state = (change: object) => ({ ...containerFacts('c').state, ...change });

describe('the power state of a container', () => {
  it.each([
    ['one that waits for its first start', { status: 'created' }, 'stopped'],
    ['one that ended as it should', { status: 'exited', exitCode: 0 }, 'stopped'],
    ['one that was told to end', { status: 'exited', exitCode: 143 }, 'stopped'],
    ['one that was forced off', { status: 'exited', exitCode: 137 }, 'stopped'],
    ['one that ran out of memory', { status: 'exited', exitCode: 137, oomKilled: true }, 'crashed'],
    ['one that ended with an error', { status: 'exited', exitCode: 1 }, 'crashed'],
    ['one that could not be started', { status: 'exited', error: 'no such file' }, 'crashed'],
    ['one that the engine could not remove', { status: 'dead' }, 'crashed'],
    ['one in a crash loop', { status: 'restarting', exitCode: 1 }, 'running'],
    ['one of a state that is not known', { status: 'frozen' }, 'unknown'],
  ])('of %s', (_, change, expected) => expect(powerStateOf(state(change))).toBe(expected));

  it('has words for what is under way', () => {
    expect(statusOf(state({ status: 'removing' }))).toBe('deleting');
    expect(statusOf(state({ status: 'restarting' }))).toBe('rebooting');
    expect(statusOf(state({ status: 'paused' }))).toBe('paused');
  });

  it('has a health only with a health check', () => {
    expect(['healthy', 'unhealthy', 'starting', 'none', undefined].map(healthOf)).toEqual([
      'healthy',
      'unhealthy',
      'starting',
      null,
      null,
    ]);
  });
});
