import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { pause, systemClock } from '@orrery/provider-kit/clock.ts';
import { Watched } from '../../real/docker/watched.ts';
import { dockerLab, type LabEngine } from '../../support/docker-lab.ts';
import { compare } from '../harness/compare.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { type Benchmark, skip } from './benchmark.ts';

const containers = 200;
const windowMs = 20_000;
/** Until `docker stats` has opened a stream for each. */
const settleMs = 12_000;
const listMs = 120_000;

/** Processor time of a process so far, in milliseconds (proc(5): fields 14 and 15, in hundredths of a second). */
async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** An engine is two daemons. */
async function daemonsOf({ pid, socket }: LabEngine): Promise<number[]> {
  const config = socket.replace('docker.sock', 'exec/containerd/containerd.toml');
  for (const entry of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(config)) return [pid, Number(entry)];
  }
  throw new Error('The containerd of the engine was not found');
}

/** Percent of one core that the processes take over a window. */
async function share(pids: readonly number[]): Promise<number> {
  const sum = async () => (await Promise.all(pids.map(cpuMs))).reduce((x, y) => x + y, 0);
  const [before, began] = [await sum(), performance.now()];
  await pause(systemClock, windowMs);
  return (((await sum()) - before) / (performance.now() - began)) * 100;
}

async function ours(engine: LabEngine): Promise<number> {
  const watched = new Watched([{ url: `unix://${engine.socket}` }]);
  try {
    const { mirror } = watched;
    await mirror.waitFor('all to be measured', () => mirror.metricsOf.size >= containers || null, listMs);
    return await share([...(await daemonsOf(engine)), process.pid]);
  } finally {
    await watched.provider.stop();
  }
}

async function dockerStats(engine: LabEngine): Promise<number> {
  const cli = spawn('docker', ['-H', `unix://${engine.socket}`, 'stats'], { stdio: 'ignore' });
  try {
    await pause(systemClock, settleMs);
    return await share([...(await daemonsOf(engine)), cli.pid ?? 0]);
  } finally {
    cli.kill();
  }
}

async function measure(engine: LabEngine, options: Options) {
  const found = { ours: [] as number[], reference: [] as number[] };
  for (let round = 0; round < options.runs; round += 1) {
    found.ours.push(await ours(engine));
    found.reference.push(await dockerStats(engine));
    progress(
      `docker-watch: ours ${found.ours.at(-1)?.toFixed(1)} %, docker stats ${found.reference.at(-1)?.toFixed(1)} %`,
    );
  }
  return found;
}

export const dockerWatch: Benchmark = {
  name: 'docker-watch',
  about: 'Watching 200 containers of one engine, beside docker stats',
  run: async options => {
    const [engine] = await dockerLab.engines().catch(() => []);
    if (!engine) return skip('docker-watch', 'The Docker lab is not up: run e2e/labs/docker/docker-lab up');
    progress(`docker-watch: starting ${containers} containers`);
    await dockerLab.unload(engine.engine);
    await dockerLab.load(engine.engine, containers);
    try {
      const found = await measure(engine, options);
      const figure = compare({
        what: `watching ${containers} idle containers: engine and watcher together`,
        unit: '% of a core',
        n: 1,
        ...found,
        target: { text: '<= 0.5 x docker stats (our own bound)', met: ({ ratio }) => (ratio ?? 1) <= 0.5 },
        notes: [
          'ours: events, lists, and each container measured every 10 s; docker stats: each every second',
        ],
      });
      return { figures: [figure], skipped: [] };
    } finally {
      await dockerLab.unload(engine.engine);
    }
  },
};
