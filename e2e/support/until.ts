/** Polls a condition of a real process until it holds; the one way tests here wait. Rejects with what it waited for. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | false | null | undefined>,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  while (performance.now() < deadline) {
    try {
      const value = await probe();
      if (value !== false && value !== null && value !== undefined) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(50);
  }
  throw new Error(`Waited ${timeoutMs} ms in vain until ${what}`, { cause: last });
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
