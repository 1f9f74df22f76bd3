import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';

/**
 * Waits for a call that was given `signal`. Once that aborts, the call has `graceMs` to say how it ended; a provider
 * that says nothing is not waited for.
 */
export async function withGrace<T>(
  call: Promise<T>,
  { signal, graceMs, clock }: { signal: AbortSignal; graceMs: number; clock: Clock },
): Promise<T> {
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  let cancel = () => {};
  const onAbort = () => {
    cancel = clock.after(graceMs, () =>
      reject(new ProviderError('backend.timeout', 'The backend did not say how it ended')),
    );
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([call, givenUp]);
  } finally {
    cancel();
    signal.removeEventListener('abort', onAbort);
  }
}
