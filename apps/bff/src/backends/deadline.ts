import type { Clock } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

export interface Deadline {
  clock: Clock;
  ms: number;
  /** What was asked, for the message: "the list of hosts". */
  what: string;
  signal?: AbortSignal | undefined;
}

/**
 * Runs a provider's call with a deadline of our own: whatever the provider does with the signal, the caller goes on.
 * Rejects with a ProviderError in any case.
 */
export async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  deadline: Deadline,
): Promise<T> {
  const { clock, ms, what, signal: outer } = deadline;
  const ending = new AbortController();
  const signal = outer ? AbortSignal.any([outer, ending.signal]) : ending.signal;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const cancelTimer = clock.after(ms, () =>
    ending.abort(new ProviderError('backend.timeout', `${what} was not answered within ${ms / 1000} s`)),
  );
  const onAbort = () => reject(asProviderError(signal.reason, 'cancelled'));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([Promise.resolve().then(() => run(signal)), ended]);
  } catch (error) {
    throw asProviderError(error, 'internal');
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
  }
}

export function asProviderError(error: unknown, code: 'internal' | 'cancelled'): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError(code, error instanceof Error ? error.message : String(error), { cause: error });
}
