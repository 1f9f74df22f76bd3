import { bffMissing, type RunningBff, startBff } from '../harness/bff.ts';
import { compare } from '../harness/compare.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { pause, until } from '../harness/wait.ts';
import { type Benchmark, skip } from './benchmark.ts';

const instances = 20_000;
const deadlineMs = 120_000;
/** The inventory is written to disk every so often: what was listed must have got there before the kill. */
const snapshotMs = 75_000;

interface Page {
  total: number;
  items: { stale: boolean }[];
}

interface Restart {
  serving: number;
  fresh: number;
  /** Instances shown at the first answer, and how many of the first page said that they are stale. */
  shownFirst: number;
  staleFirst: number;
}

const count = async (bff: RunningBff, q: string) =>
  (await bff.get<Page>(`/instances?limit=0&q=${encodeURIComponent(q)}`)).total;

/** All rows there, and none stale. */
async function allFresh(bff: RunningBff): Promise<boolean> {
  return (await count(bff, '')) > instances && (await count(bff, 'is:stale')) === 0;
}

async function restart(bff: RunningBff): Promise<{ bff: RunningBff; times: Restart }> {
  await bff.child.kill();
  const started = performance.now();
  const next = await bff.again();
  const first = await next.get<Page>('/instances?limit=100');
  const serving = performance.now() - started;
  await until('every row to be fresh', deadlineMs, () => allFresh(next));
  const times = {
    serving,
    fresh: performance.now() - started,
    shownFirst: first.total,
    staleFirst: first.items.filter(row => row.stale).length,
  };
  progress(
    `restart: serving ${Math.round(serving)} ms, fresh ${Math.round(times.fresh)} ms, ${JSON.stringify(times)}`,
  );
  return { bff: next, times };
}

async function restarts(options: Options): Promise<Restart[]> {
  let bff = await startBff({ instances, changesPerSecond: 200 });
  try {
    await until('the first list', deadlineMs, () => allFresh(bff));
    await pause(snapshotMs);
    const found: Restart[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      const done = await restart(bff);
      bff = done.bff;
      found.push(done.times);
    }
    return found;
  } finally {
    await bff.dispose();
  }
}

export const restartBenchmark: Benchmark = {
  name: 'restart',
  about: 'P9: kill -9 to the first answer with the last known rows, and to every row confirmed anew',
  run: async options => {
    const missing = bffMissing();
    if (missing !== null) return skip('restart', missing);
    const found = await restarts(options);
    const shown = found.map(
      one => `${one.shownFirst} rows (${one.staleFirst} of the first 100 marked stale)`,
    );
    return {
      figures: [
        compare({
          what: `P9 kill -9 to serving, ${instances} instances`,
          n: 1,
          ours: found.map(one => one.serving),
          target: { text: '<= 1,000 ms', met: figure => figure.ours <= 1_000 },
          notes: [
            `First answer: ${shown.join('; ')}`,
            'With the start of the embedded PostgreSQL and a login in it',
          ],
        }),
        compare({
          what: `P9 kill -9 to all fresh, ${instances} instances`,
          n: 1,
          ours: found.map(one => one.fresh),
          target: { text: '<= 5,000 ms', met: figure => figure.ours <= 5_000 },
        }),
      ],
      skipped: [],
    };
  },
};
