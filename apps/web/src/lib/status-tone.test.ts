import { expect, it } from 'vitest';
import { toneOfResource } from './status-tone.ts';

it('tells a running instance from a running operation', () => {
  expect(toneOfResource({ kind: 'instance', status: 'running' })).toBe('ok');
  expect(toneOfResource({ kind: 'operation', status: 'running' })).toBe('busy');
  expect(toneOfResource({ kind: 'operation', status: 'queued' })).toBe('busy');
  expect(toneOfResource({ kind: 'operation', status: 'failed' })).toBe('bad');
});
