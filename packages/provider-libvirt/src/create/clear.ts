import { pause } from '@orrery/provider-kit/clock.ts';
import type { Work } from '../actions/job.ts';
import { toProviderError } from '../errors.ts';

/** How long a lost daemon is waited for before what was made is left to a person; a busy machine takes a minute to restart it. */
const returnMs = 100_000;
/**
 * A daemon that has come back holds the guest that it found half started until that answers, and each call waits for
 * half a minute and times out: on a busy machine that took more than three of them.
 */
const heldMs = 300_000;
const lookEveryMs = 500;

const patience: Readonly<Record<string, number>> = {
  'backend.unavailable': returnMs,
  'backend.timeout': heldMs,
};

/** What `run` takes away may be gone already: a daemon that dies in between leaves it open which part it had done. */
export async function clear(
  work: Omit<Work, 'connection'>,
  run: (work: Work) => Promise<void>,
): Promise<void> {
  const { clock, link } = work;
  const began = clock.now();
  const control = { signal: new AbortController().signal, progress: () => {}, bind: async () => {} };
  for (;;) {
    try {
      return await run({ ...work, control, connection: await link.work() });
    } catch (error) {
      const patienceMs = patience[toProviderError(error).code] ?? 0;
      // What is left then is taken away when the operation is resolved at the next start.
      if (link.stopped || clock.now() - began >= patienceMs) throw error;
      await pause(clock, lookEveryMs);
    }
  }
}
