import { bffMissing, type RunningBff, startBff } from '../harness/bff.ts';
import { compare } from '../harness/compare.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { pause } from '../harness/wait.ts';
import { startSwarm } from '../swarm/swarm.ts';
import { type Benchmark, skip } from './benchmark.ts';
import { tableSubscribe } from './fan-out-gateway.ts';

const many = 500;

type Calls = Record<string, number>;

const total = (calls: Calls) => Object.values(calls).reduce((sum, count) => sum + count, 0);

/** Calls of the backend in a window of time, with that many viewers of the instances table. */
async function callsWith(bff: RunningBff, viewers: number, seconds: number): Promise<number> {
  const swarm = startSwarm();
  try {
    await swarm.join({ dial: bff.dialPlan([tableSubscribe]), count: viewers, sampleEvery: many });
    await pause(1_000);
    const before = total(await bff.child.ask<Calls>('calls'));
    await pause(seconds * 1_000);
    return total(await bff.child.ask<Calls>('calls')) - before;
  } finally {
    await swarm.stop();
  }
}

async function interleaved(options: Options): Promise<{ one: number[]; all: number[] }> {
  const bff = await startBff({ instances: 1_000, changesPerSecond: 200 });
  const seconds = options.quick ? 6 : 20;
  const found = { one: [] as number[], all: [] as number[] };
  try {
    for (let run = 0; run < options.runs; run += 1) {
      found.one.push(await callsWith(bff, 1, seconds));
      found.all.push(await callsWith(bff, many, seconds));
      progress(`viewers: ${found.one.at(-1)} calls with 1, ${found.all.at(-1)} with ${many}`);
    }
    return found;
  } finally {
    await bff.dispose();
  }
}

export const viewers: Benchmark = {
  name: 'viewers',
  about: 'P8: calls of the backend do not depend on the number of viewers',
  run: async options => {
    const missing = bffMissing();
    if (missing !== null) return skip('viewers', missing);
    const { one, all } = await interleaved(options);
    const figure = compare({
      what: `P8 backend calls with ${many} viewers, beside 1`,
      unit: 'calls per window',
      n: one[0] ?? 0,
      ours: all,
      reference: one,
      target: { text: '<= 1.02', met: ({ ratio }) => (ratio ?? Number.POSITIVE_INFINITY) <= 1.02 },
      notes: ['Counted inside the simulated data centre: lists, metrics rounds, looks, actions'],
    });
    return { figures: [figure], skipped: [] };
  },
};
