import { expect, it } from 'vitest';
import type { EngineEvent } from './event-stream.ts';
import { translateContainer, translateEnd } from './translate.ts';

const event = (action: string, attributes: Record<string, string> = {}): EngineEvent => ({
  type: 'container',
  action,
  id: 'c',
  attributes,
  nanos: '0',
  at: '1970-01-01T00:00:00.000Z',
});

it.each([
  ['was forced off', '137', '9', 'instance.stopped'],
  ['was told to end', '143', '15', 'instance.stopped'],
  ['was told to end, and complained', '1', '15', 'instance.stopped'],
  ['was done', '0', undefined, 'instance.stopped'],
  ['failed', '3', undefined, 'instance.crashed'],
])('the end of one that %s', (_, exitCode, signal, type) => {
  expect(translateEnd(event('die', { exitCode }), signal).type).toBe(type);
});

it('a stop is told once, by the death of the process', () => {
  expect(['kill', 'stop', 'exec_start', 'top'].map(action => translateContainer(event(action)))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
