import { describe, expect, it } from 'vitest';
import { actionsOn, rowOf } from './actions-by-kind.ts';
import { lookingCall, missingAmong, nativeIn, quietControl, resultOf } from './calls.ts';
import type { ActionRequest } from './action.ts';

const { request } = lookingCall('instance', 'kvm:7', quietControl(new AbortController().signal));

describe('what a call is about', () => {
  it('is told by the id, which begins with its backend', () => {
    expect(nativeIn('kvm', request)).toBe('7');
    expect(() => nativeIn('kvm-2', request)).toThrow('instance kvm:7 belongs to another backend');
  });

  it('is nowhere, or where nobody answers', () => {
    const up = { record: { lost: null } };
    const down = { record: { lost: 'since then' } };
    expect(missingAmong(request, [up, up], 'host')).toMatchObject({
      code: 'resource.not-found',
      message: 'There is no instance kvm:7',
    });
    expect(missingAmong(request, [up, down, { record: null }], 'host')).toMatchObject({
      code: 'backend.unavailable',
      message: 'instance kvm:7 is on no host that answers; 2 of 3 hosts do not',
    });
  });

  it('gives a message on only where there is one', () => {
    expect(resultOf(undefined)).toEqual({});
    expect(resultOf('Done twice')).toEqual({ message: 'Done twice' });
  });
});

describe('tables of actions', () => {
  const asked = (action: string): ActionRequest => ({ ...request, action });

  it('have a row an action', () => {
    expect(rowOf({ start: 1 }, asked('start'))).toBe(1);
    const message = 'There is no action toString on a instance';
    expect(() => rowOf({ start: 1 }, asked('toString'))).toThrow(message);
  });

  it('have a row a kind', () => {
    const onHost = { act: async () => ({}), resolve: () => ({ state: 'not-started' as const }) };
    expect(actionsOn({ host: onHost }, 'host')).toBe(onHost);
    expect(() => actionsOn({ host: onHost }, 'volume')).toThrow('There are no actions on a volume');
  });
});
