import { bffMissing, startBff } from '../harness/bff.ts';
import { compare } from '../harness/compare.ts';
import { progress } from '../harness/progress.ts';
import { pause } from '../harness/wait.ts';
import type { Usage } from '../instrument/commands.ts';
import { type Benchmark, skip } from './benchmark.ts';

const instances = 20_000;
/** After the first list the compilers and the collector still tidy up. */
const settleMs = 10_000;

/** Shares of one core in slices of the sample, and memory at its end. */
async function sample(seconds: number): Promise<{ cpuPercent: number[]; rssMiB: number; heapMiB: number }> {
  const bff = await startBff({ instances, changesPerSecond: 200, env: { ORRERY_DEMO: '1' } });
  const slices = 5;
  try {
    await pause(settleMs);
    const cpuPercent: number[] = [];
    let before = await bff.child.ask<Usage>('usage');
    for (let slice = 0; slice < slices; slice += 1) {
      await pause((seconds * 1_000) / slices);
      const after = await bff.child.ask<Usage>('usage');
      cpuPercent.push(((after.cpuMicros - before.cpuMicros) / ((seconds * 1e6) / slices)) * 100);
      before = after;
      progress(`idle-cost: ${cpuPercent.at(-1)?.toFixed(1)} % of a core`);
    }
    return { cpuPercent, rssMiB: before.rssBytes / 2 ** 20, heapMiB: before.heapUsedBytes / 2 ** 20 };
  } finally {
    await bff.dispose();
  }
}

export const idleCost: Benchmark = {
  name: 'idle-cost',
  about: 'P12: the BFF with the demo and 20,000 instances, and nobody looking',
  run: async ({ idleSeconds }) => {
    const missing = bffMissing();
    if (missing !== null) return skip('idle-cost', missing);
    const { cpuPercent, rssMiB, heapMiB } = await sample(idleSeconds);
    return {
      figures: [
        compare({
          what: `P12 idle CPU, ${instances} instances, 200 changes/s, no viewer`,
          unit: '% of a core',
          n: idleSeconds,
          ours: cpuPercent,
          target: { text: '<= 2 %', met: figure => figure.ours <= 2 },
          notes: [
            `${idleSeconds} s after the first list; the simulator itself runs in this process and is in it`,
          ],
        }),
        compare({
          what: `P12 idle memory, ${instances} instances`,
          unit: 'MiB RSS',
          n: 1,
          ours: [rssMiB],
          target: { text: '<= 350 MiB', met: figure => figure.ours <= 350 },
          notes: [`heap used ${Math.round(heapMiB)} MiB; no collection was forced`],
        }),
      ],
      skipped: [],
    };
  },
};
