/** Looking costs as much as what is waited for, where a look is a process: the longer it takes, the rarer. */
const firstWaitMs = 50;
const longestWaitMs = 500;

/** Polls a condition of a real process until it holds; the one way tests here wait. Rejects with what it waited for. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | false | null | undefined>,
  timeoutMs = 120_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  let wait = firstWaitMs;
  while (performance.now() < deadline) {
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== undefined) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(wait);
    wait = Math.min(longestWaitMs, wait * 1.3);
  }
  throw new Error(`Waited ${timeoutMs} ms in vain until ${what}`, { cause: last });
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
