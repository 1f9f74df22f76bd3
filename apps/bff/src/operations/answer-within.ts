import type { Clock } from '@orrery/provider-kit/clock.ts';

/** Rejects when `work` has not ended in time. Work that cannot be stopped goes on: it must bear being repeated. */
export async function answerWithin<T>(
  work: Promise<T>,
  { ms, clock, what }: { ms: number; clock: Clock; what: string },
): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const cancel = clock.after(ms, () => reject(new Error(`${what} did not answer within ${ms / 1_000} s`)));
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
