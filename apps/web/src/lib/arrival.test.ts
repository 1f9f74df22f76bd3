import { describe, expect, it } from 'vitest';
import { createArrival } from './arrival.ts';

/** Loads that end when the test says so, and waits that it can let pass. */
function rig() {
  const loads: PromiseWithResolvers<string>[] = [];
  const waits: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const arrival = createArrival(
    () => {
      const load = Promise.withResolvers<string>();
      loads.push(load);
      return load.promise;
    },
    (ms, run) => {
      const wait = { ms, run, cancelled: false };
      waits.push(wait);
      return () => {
        wait.cancelled = true;
      };
    },
  );
  return { arrival, loads, waits };
}
const settled = () => new Promise<void>(resolve => queueMicrotask(() => queueMicrotask(resolve)));

describe('what is loaded late', () => {
  it('is asked for once, by the first who wants it, and told to all', async () => {
    const { arrival, loads } = rig();
    const told: string[] = [];
    expect(loads).toHaveLength(0);
    arrival.subscribe(() => told.push('a'));
    arrival.subscribe(() => told.push('b'));
    expect(loads).toHaveLength(1);
    loads[0]?.resolve('here');
    await settled();
    expect([arrival.get(), told]).toEqual(['here', ['a', 'b']]);
  });

  it('is asked for again while the server is away, less and less often', async () => {
    const { arrival, loads, waits } = rig();
    arrival.subscribe(() => {});
    for (const ms of [2_000, 4_000, 8_000]) {
      loads.at(-1)?.reject(new Error('Failed to fetch'));
      await settled();
      expect(waits.at(-1)?.ms).toBe(ms);
      waits.at(-1)?.run();
    }
    loads.at(-1)?.resolve('here');
    await settled();
    expect(arrival.get()).toBe('here');
  });

  it('is not asked for while nobody wants it', async () => {
    const { arrival, loads, waits } = rig();
    const stop = arrival.subscribe(() => {});
    loads[0]?.reject(new Error('Failed to fetch'));
    await settled();
    stop();
    expect(waits[0]?.cancelled).toBe(true);
    arrival.subscribe(() => {});
    expect(loads).toHaveLength(2);
  });
});
