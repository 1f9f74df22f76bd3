import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Connection } from '@orrery/libvirt/connection.ts';
import { getAllDomainStats } from '@orrery/libvirt/procedures/connect.ts';
import { compare } from '../harness/compare.ts';
import type { Figure } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { median } from '../harness/statistics.ts';
import { type Benchmark, skip } from './benchmark.ts';
import { labMissing, openLab } from './libvirt-lab.ts';

const domains = 200;
const running = 4;
const callsPerRun = 10;
const run = promisify(execFile);

/** Runs `domstats` so many times in one virsh; answers how many domains it told of. */
async function virsh(uri: string, calls: number): Promise<number> {
  const commands = Array.from({ length: calls }, () => 'domstats').join('; ');
  const { stdout } = await run('virsh', ['-q', '-c', uri, commands], { maxBuffer: 2 ** 28 });
  return (stdout.match(/^Domain: /gm)?.length ?? 0) / calls;
}

/** Milliseconds a call: what more calls cost beyond one, so that virsh's start and greeting are not held against it. */
async function timeVirsh(uri: string): Promise<number> {
  const one = await timed(() => virsh(uri, 1));
  const more = await timed(() => virsh(uri, 1 + callsPerRun));
  return (more.milliseconds - one.milliseconds) / callsPerRun;
}

async function timed<T>(work: () => Promise<T>): Promise<{ milliseconds: number; result: T }> {
  const started = performance.now();
  const result = await work();
  return { milliseconds: performance.now() - started, result };
}

async function times(
  uri: string,
  options: Options,
): Promise<{ ours: number[]; virsh: number[]; records: number }> {
  const connection = await Connection.open(uri);
  try {
    const ask = () => connection.call(getAllDomainStats, { domains: [], stats: 0, flags: 0 });
    const found = { ours: [] as number[], virsh: [] as number[], records: (await ask()).length };
    const listed = await virsh(uri, 1);
    if (listed !== found.records)
      throw new Error(`virsh tells of ${listed} domains, ours of ${found.records}`);
    for (let round = 0; round < options.runs; round += 1) {
      const calls: number[] = [];
      for (let call = 0; call < callsPerRun; call += 1) calls.push((await timed(ask)).milliseconds);
      found.ours.push(median(calls));
      found.virsh.push(await timeVirsh(uri));
      progress(
        `libvirt-stats: ours ${found.ours.at(-1)?.toFixed(1)} ms, virsh ${found.virsh.at(-1)?.toFixed(1)} ms`,
      );
    }
    return found;
  } finally {
    connection.close();
  }
}

const figure = (what: string, found: Awaited<ReturnType<typeof times>>): Figure =>
  compare({
    what,
    n: callsPerRun,
    ours: found.ours,
    reference: found.virsh,
    target: {
      text: '<= 1.2 x virsh (our own bound; the list of targets has none)',
      met: ({ ratio }) => (ratio ?? Number.POSITIVE_INFINITY) <= 1.2,
    },
    notes: [
      `${found.records} domains answered; all groups of statistics; start and greeting of virsh are subtracted`,
    ],
  });

export const libvirtStats: Benchmark = {
  name: 'libvirt-stats',
  about: 'Statistics of 200 libvirt domains in one call, beside a connected virsh domstats',
  run: async options => {
    const missing = labMissing();
    if (missing !== null) return skip('libvirt-stats', missing);
    const lab = await openLab();
    try {
      await lab.define(domains - running);
      const stopped = await times(lab.uri, options);
      await lab.launch(running);
      const some = await times(lab.uri, options);
      return {
        figures: [
          figure(`bulk statistics of ${domains - running} shut-off domains`, stopped),
          figure(`bulk statistics of ${domains} domains, ${running} active`, some),
        ],
        skipped: [],
      };
    } finally {
      await lab.purge();
    }
  },
};
