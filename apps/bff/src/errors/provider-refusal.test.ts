import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { expect, it } from 'vitest';
import { asRequestError, rethrow } from './provider-refusal.ts';

it('answers what a provider refuses, with its advice', () => {
  const refusal = asRequestError(
    new ProviderError('resource.state', 'It is in use', { advice: 'Stop the instance first' }),
  );
  expect(refusal).toMatchObject({ code: 'action.refused', message: 'It is in use' });
  expect(refusal.reasons.map(({ message }) => message)).toEqual(['It is in use', 'Stop the instance first']);
});

it('leaves faults of our own as they are', () => {
  const fault = new TypeError('not a function');
  expect(() => rethrow(fault)).toThrow(fault);
  expect(() => rethrow(new ProviderError('backend.timeout', 'Late'))).toThrow(
    expect.objectContaining({ code: 'backend.timeout', status: 504 }),
  );
});
