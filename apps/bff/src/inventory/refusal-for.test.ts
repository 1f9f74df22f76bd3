import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../authz/principal.ts';
import { asRequestError } from '../errors/provider-refusal.ts';
import { refusalFor, rethrowFor } from './refusal-for.ts';

describe('OP-14: to who may not know the topology', () => {
  const who = (role: Principal['role']): Principal => ({
    ...{ kind: 'user', userId: 'u', username: 'ann', credential: 's', role },
    memberships: [{ project: 'blue', role: 'manager' }],
  });

  it.each([
    'backend.unavailable',
    'backend.timeout',
    'backend.refused',
    'backend.permission',
    'cancelled',
    'internal',
  ] as const)('%s is said in words of our own', code => {
    const error = new ProviderError(code, 'no route to kvm-1', { advice: 'Look at kvm-1' });
    const told = refusalFor(who(null), error);
    expect(JSON.stringify([told.message, told.reasons])).not.toContain('kvm-1');
    expect(told.code).toBe(asRequestError(error).code);
    expect(refusalFor(who('viewer'), error)).toMatchObject({ message: 'no route to kvm-1' });
  });

  it('what Orrery itself found out stays, and faults of ours', () => {
    const error = new ProviderError('resource.not-found', 'There is no file /etc/none');
    expect(() => rethrowFor(who(null))(error)).toThrow('There is no file /etc/none');
    expect(() => rethrowFor(who(null))(new TypeError('not a function'))).toThrow(TypeError);
  });
});
