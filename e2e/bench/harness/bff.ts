import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Usage } from '../instrument/commands.ts';
import type { DialPlan } from '../swarm/light-client.ts';
import { type Child, startChild } from './child.ts';
import type { Cookie } from './chromium.ts';
import { freePort } from './free-port.ts';
import { pause, until } from './wait.ts';

const root = resolve(import.meta.dirname, '../../..');
const entry = join(root, 'apps/bff/src/main.ts');
const preload = join(root, 'e2e/bench/instrument/preload.ts');
const webDist = join(root, 'apps/web/dist/index.html');

/** The demo backend's id in the configuration written here. */
export const benchBackend = 'bench';
const password = 'bench-password-1';
/** The database's first start creates its cluster: seconds on a busy machine. */
const startDeadlineMs = 120_000;

export interface BffOptions {
  instances: number;
  changesPerSecond: number;
  /** More backends of `orrery.yaml`, in JSON (which is YAML). */
  backends?: Record<string, unknown>[];
  env?: Record<string, string>;
}

export interface RunningBff {
  child: Child;
  port: number;
  url: string;
  dataDir: string;
  cookies: Cookie[];
  /** REST as the administrator; throws on anything but success. */
  get: <T>(path: string) => Promise<T>;
  /** How a counting client reaches the gateway and what it says. */
  dialPlan: (say: string[]) => DialPlan;
  /** Starts the same data directory again; after `child.kill()` or `child.stop()`. */
  again: () => Promise<RunningBff>;
  /** Ends it and removes its data. */
  dispose: () => Promise<void>;
}

/** Why the benchmarks of the whole BFF cannot run, or null. */
export function bffMissing(): string | null {
  return existsSync(entry) ? null : 'apps/bff/src/main.ts does not exist';
}

export function webMissing(): string | null {
  return existsSync(webDist) ? null : 'apps/web is not built: run npm start once, or vite build in apps/web';
}

/** The real BFF on a temporary data directory, with a simulated data centre of the wanted size. */
export async function startBff(options: BffOptions): Promise<RunningBff> {
  const dataDir = await mkdtemp(join(tmpdir(), 'orrery-bench-'));
  const config = join(dataDir, 'orrery.yaml');
  await writeFile(config, JSON.stringify({ backends: [simulator(options), ...(options.backends ?? [])] }));
  return launch(dataDir, options.env ?? {});
}

function simulator({ instances, changesPerSecond }: BffOptions): Record<string, unknown> {
  const hosts = Math.min(5_000, Math.max(4, Math.round(instances / 40)));
  return {
    id: benchBackend,
    kind: 'simulator',
    name: 'Benchmark data centre',
    seed: 1,
    instances,
    hosts,
    clusters: Math.max(1, Math.round(hosts / 64)),
    changesPerSecond,
  };
}

async function launch(dataDir: string, env: Record<string, string>): Promise<RunningBff> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startChild(entry, {
    execArgv: [
      '--expose-gc',
      '--import',
      preload,
      ...(process.env.ORRERY_BENCH_NODE ?? '').split(' ').filter(Boolean),
    ],
    cwd: dataDir,
    logFile: join(dataDir, 'bff.log'),
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      ORRERY_DATA_DIR: join(dataDir, 'data'),
      ORRERY_CONFIG: join(dataDir, 'orrery.yaml'),
      ORRERY_ADMIN_PASSWORD: password,
      ORRERY_DEMO: '0',
      // As `npm start` does.
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/orrery-modules'),
      ...env,
    },
  });
  let running = true;
  void child.exited.then(() => {
    running = false;
  });
  await until(`the BFF to be ready (log: ${dataDir}/bff.log)`, startDeadlineMs, async () => {
    if (!running) throw new Error(`The BFF ended while starting; its log is ${dataDir}/bff.log`);
    return answers(`${url}/readyz`);
  });
  const cookie = await login(url);
  return {
    child,
    port,
    url,
    dataDir,
    cookies: [{ ...cookie, url }],
    get: path => getJson(`${url}/api/v1${path}`, cookie),
    dialPlan: say => ({
      port,
      path: '/socket.io/?EIO=4&transport=websocket',
      headers: { Cookie: `${cookie.name}=${cookie.value}`, Origin: url },
      protocol: 'socket.io',
      deflate: false,
      say,
    }),
    again: () => launch(dataDir, env),
    dispose: async () => {
      if (running) await child.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const settleDeadlineMs = 180_000;
const calmSampleMs = 1_000;
/** Of one core. A BFF that lists takes all of it; a fleet of 100,000 that only changes takes about a tenth. */
const calmShare = 0.4;

/** Resolves when the whole fleet has been listed and the work that this left behind is done. */
export async function settled(bff: RunningBff, instances: number): Promise<void> {
  await until(`${instances} instances to be listed`, settleDeadlineMs, async () => {
    const { total } = await bff.get<{ total: number }>('/instances?limit=0');
    return total >= instances;
  });
  await until('the BFF to be calm', settleDeadlineMs, async () => {
    const before = await bff.child.ask<Usage>('usage');
    await pause(calmSampleMs);
    const after = await bff.child.ask<Usage>('usage');
    return (after.cpuMicros - before.cpuMicros) / (calmSampleMs * 1_000) < calmShare;
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function login(url: string): Promise<{ name: string; value: string }> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username: 'admin', password }),
  });
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(response.headers.getSetCookie()[0] ?? '') ?? [];
  if (!response.ok || name === undefined || value === undefined)
    throw new Error(`Logging in at ${url} answered ${response.status}: ${await response.text()}`);
  return { name, value };
}

async function getJson<T>(url: string, cookie: { name: string; value: string }): Promise<T> {
  const response = await fetch(url, { headers: { cookie: `${cookie.name}=${cookie.value}` } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  // The contract's tests hold the routes to their schemas; a benchmark trusts them.
  return (await response.json()) as T;
}
