import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { pause, systemClock } from '@orrery/provider-kit/clock.ts';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { dockerLab, type LabEngine } from '../../support/docker-lab.ts';
import { until } from '../../support/until.ts';
import { compare } from '../harness/compare.ts';
import { type Figure, rounded } from '../harness/figure.ts';
import type { Options } from '../harness/options.ts';
import { progress } from '../harness/progress.ts';
import { median } from '../harness/statistics.ts';
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

/** Percent of one core: of the engine's daemons, and of whoever watches it. */
interface Spent {
  engine: number;
  watcher: number;
}

async function spent(daemons: readonly number[], watcher: number): Promise<Spent> {
  const [engine, own] = await Promise.all([share(daemons), share([watcher])]);
  return { engine, watcher: own };
}

/** Percent of one core that the processes take over a window. */
async function share(pids: readonly number[]): Promise<number> {
  const sum = async () => (await Promise.all(pids.map(cpuMs))).reduce((x, y) => x + y, 0);
  const [before, began] = [await sum(), performance.now()];
  await pause(systemClock, windowMs);
  return (((await sum()) - before) / (performance.now() - began)) * 100;
}

const listSchema = z.object({ items: z.array(z.object({ cpuPercent: z.number().nullable() })) });

/** Resolves once each of the containers has been measured. */
async function allMeasured(bff: BffProcess): Promise<void> {
  const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  const measured = async () => {
    const { items } = listSchema.parse(await admin.json('GET', `/instances?q=load-&limit=${containers}`));
    return items.filter(({ cpuPercent }) => cpuPercent !== null).length >= containers;
  };
  await until('all to be measured', measured, listMs);
}

/** A whole BFF that watches this engine and nothing else, beside the engine's daemons. */
async function ours(engine: LabEngine): Promise<Spent> {
  const hosts = [{ url: `unix://${engine.socket}` }];
  const backends = [{ id: 'ct', kind: 'docker', name: 'Watched', hosts }];
  const bff = await BffProcess.start({ config: { backends } });
  try {
    await allMeasured(bff);
    await pause(systemClock, settleMs);
    return await spent(await daemonsOf(engine), bff.pid);
  } finally {
    await bff.stop();
  }
}

async function dockerStats(engine: LabEngine): Promise<Spent> {
  const stats = dockerLab.watching(engine.engine, 'stats');
  try {
    await pause(systemClock, settleMs);
    if (stats.exitCode !== null) throw new Error(`docker stats ended with ${stats.exitCode}`);
    return await spent(await daemonsOf(engine), stats.pid ?? 0);
  } finally {
    stats.kill();
  }
}

/** Nobody asks anything of the engine. */
const alone = async (engine: LabEngine): Promise<number> => {
  await pause(systemClock, settleMs);
  return share(await daemonsOf(engine));
};

async function measure(engine: LabEngine, options: Options) {
  const found = { ours: [] as Spent[], reference: [] as Spent[], alone: [] as number[] };
  for (let round = 0; round < options.runs; round += 1) {
    const [idle, us, them] = [await alone(engine), await ours(engine), await dockerStats(engine)];
    found.alone.push(idle);
    found.ours.push(us);
    found.reference.push(them);
    progress(
      `docker-watch: engine alone ${idle.toFixed(1)} %, ${say('ours', us)}, ${say('docker stats', them)}`,
    );
  }
  return found;
}

const say = (who: string, { engine, watcher }: Spent): string =>
  `${who} ${engine.toFixed(1)} + ${watcher.toFixed(1)} %`;
const total = ({ engine, watcher }: Spent): number => engine + watcher;

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
      return { figures: figuresOf(await measure(engine, options)), skipped: [] };
    } finally {
      await dockerLab.unload(engine.engine);
    }
  },
};

function figuresOf(found: Awaited<ReturnType<typeof measure>>): Figure[] {
  const unit = '% of a core';
  const side = (what: string, of: (each: Spent) => number, notes: string[] = []): Figure =>
    compare({
      what,
      unit,
      n: containers,
      ours: found.ours.map(of),
      reference: found.reference.map(of),
      target: null,
      notes,
    });
  const whole = compare({
    what: `watching ${containers} idle containers: engine and watcher together`,
    unit,
    n: containers,
    ours: found.ours.map(total),
    reference: found.reference.map(total),
    target: { text: '<= 0.5 x docker stats (our own bound)', met: ({ ratio }) => (ratio ?? 1) <= 0.5 },
    notes: ['ours: events, lists, and each container measured every 10 s; docker stats: each every second'],
  });
  return [
    whole,
    side('of it the engine (dockerd and containerd)', ({ engine }) => engine, [
      `the engine with nobody watching: ${rounded(median(found.alone))} %`,
    ]),
    side('of it the watcher: the BFF without its database, and the docker command', ({ watcher }) => watcher),
  ];
}
