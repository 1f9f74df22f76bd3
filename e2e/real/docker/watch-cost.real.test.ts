import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { callsPerSecond } from '@orrery/provider-docker/engine/meter.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dockerLab } from '../../support/docker-lab.ts';
import { EngineProxy } from './engine-proxy.ts';
import { Watched } from './watched.ts';

const count = 200;
const windowMs = 20_000;
const settleMs = 12_000;

const [a] = await dockerLab.engines();
if (!a) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
const proxy = new EngineProxy({ path: a.socket });

beforeAll(async () => {
  await proxy.open();
  await dockerLab.unload('a');
  await dockerLab.load('a', count);
}, 300_000);

afterAll(async () => {
  await proxy.cut();
  await dockerLab.unload('a');
}, 300_000);

/** Processor time of a process so far, in milliseconds (proc(5): fields 14 and 15, in hundredths of a second). */
async function cpuMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The engine is two daemons. */
async function enginePids(): Promise<number[]> {
  const { pid = 0, socket = '' } = (await dockerLab.engines()).find(e => e.engine === 'a') ?? {};
  const containerd = socket.replace('docker.sock', 'exec/containerd/containerd.toml');
  for (const entry of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(containerd)) return [pid, Number(entry)];
  }
  throw new Error('The containerd of engine a was not found');
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** Percent of one core that the processes take over a window. */
async function share(pids: readonly number[]): Promise<number> {
  const sum = async () => (await Promise.all(pids.map(cpuMs))).reduce((x, y) => x + y, 0);
  const [before, began] = [await sum(), performance.now()];
  await pause(windowMs);
  return Math.round((((await sum()) - before) / (performance.now() - began)) * 1000) / 10;
}

it(`${count} containers are watched at a bounded cost, beside what docker stats costs`, {
  timeout: 300_000,
}, async () => {
  const pids = await enginePids();
  const idle = await share(pids);
  const began = performance.now();
  const watched = new Watched([{ url: `tcp://127.0.0.1:${proxy.port}` }]);
  const all = () => watched.mirror.all('instance').length >= count || null;
  await watched.mirror.waitFor('all to be listed', all, 60_000);
  const listedMs = Math.round(performance.now() - began);
  const measured = () => watched.mirror.metricsOf.size >= count || null;
  await watched.mirror.waitFor('all to be measured', measured, 60_000);
  const calls = proxy.calls;
  const [engine, own] = await Promise.all([share(pids), share([process.pid])]);
  const callRate = ((proxy.calls - calls) * 1000) / windowMs;

  // An engine that disappears and returns is not a storm: what has not changed is not read again.
  await proxy.cut();
  await watched.reaches(a.name, 'down');
  const asked = proxy.requests.length;
  await proxy.open();
  await watched.reaches(a.name, 'up');
  const inspected = proxy.requests
    .slice(asked)
    .filter(line => /GET \/containers\/\w+\/json/.test(line)).length;
  await watched.provider.stop();

  const cli = spawn('docker', ['-H', `unix://${a.socket}`, 'stats'], { stdio: 'ignore' });
  await pause(settleMs);
  const [statsEngine, statsOwn] = await Promise.all([share(pids), share([cli.pid ?? 0])]);
  cli.kill();

  const figures = {
    containers: count,
    listedMs,
    callsPerSecond: callRate,
    inspectedOnReturn: inspected,
    percentOfACore: {
      idle: { engine: idle },
      orrery: { engine, own },
      dockerStats: { engine: statsEngine, own: statsOwn },
    },
  };
  await mkdir('.cache/figures', { recursive: true });
  await writeFile('.cache/figures/docker-watch-cost.json', JSON.stringify(figures, null, 2));
  console.log(JSON.stringify(figures));
  expect(callRate).toBeLessThanOrEqual(callsPerSecond * 1.1);
  expect(inspected).toBeLessThanOrEqual(count / 10);
});
