import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script =
  process.env.ORRERY_DOCKER_LAB ?? join(import.meta.dirname, '..', 'labs', 'docker', 'docker-lab');

export type LabEngineName = 'a' | 'b';

export interface LabEngine {
  /** What the lab's script calls it. */
  engine: LabEngineName;
  /** Its host name. */
  name: string;
  pid: number;
  socket: string;
  /** Where it listens on this machine: plain, or with mutual TLS. */
  port: number;
  tls: { ca: string; cert: string; key: string } | null;
}

const word = (line: string, key: string): string => new RegExp(` ${key}=(\\S+)`).exec(line)?.[1] ?? '';

async function pkiOf(line: string): Promise<LabEngine['tls']> {
  const folder = word(line, 'pki');
  if (folder === '') return null;
  const file = (name: string) => readFile(join(folder, name), 'utf8');
  return { ca: await file('ca.pem'), cert: await file('cert.pem'), key: await file('key.pem') };
}

async function engineOf(line: string): Promise<LabEngine> {
  const address = word(line, 'tcp') || word(line, 'tls');
  return {
    engine: word(line, 'engine') === 'b' ? 'b' : 'a',
    name: line.split(' ')[0] ?? '',
    pid: Number(word(line, 'pid')),
    socket: word(line, 'socket'),
    port: Number(address.split(':')[1]),
    tls: await pkiOf(line),
  };
}

/** The Docker lab, driven by its script: two real engines on this machine. */
export const dockerLab = {
  engines: async (): Promise<LabEngine[]> => {
    const { stdout } = await run(script, ['status']);
    return Promise.all(
      stdout
        .split('\n')
        .filter(line => / up /.test(line))
        .map(engineOf),
    );
  },
  /** Where its registry listens for this machine and both engines, and who may push there. */
  registry: async (): Promise<{ address: string; username: string; password: string }> => {
    const env = (await run(script, ['env'])).stdout;
    const value = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(env)?.[1] ?? '';
    return {
      address: value('DLAB_REGISTRY'),
      username: value('DLAB_REGISTRY_USER'),
      password: value('DLAB_REGISTRY_PASS'),
    };
  },
  /** The engine's own command. */
  docker: async (engine: LabEngineName, ...args: string[]): Promise<string> =>
    (await run(script, ['docker', engine, ...args], { maxBuffer: 64 * 1024 * 1024 })).stdout.trimEnd(),
  /** The engine's own command while it goes on; its process is the command itself. */
  watching: (engine: LabEngineName, ...args: string[]): ChildProcess =>
    spawn(script, ['docker', engine, ...args], { stdio: 'ignore' }),
  /** The daemon dies at once, and comes back; its containers end with it. */
  kill: async (engine: LabEngineName): Promise<void> => void (await run(script, ['kill', engine])),
  start: async (engine: LabEngineName): Promise<void> => void (await run(script, ['start', engine])),
  /** The daemon hangs with its connections open, and goes on. */
  freeze: async (engine: LabEngineName): Promise<void> => void (await run(script, ['freeze', engine])),
  thaw: async (engine: LabEngineName): Promise<void> => void (await run(script, ['thaw', engine])),
  /** So many idle containers, named `load-<n>`; and away with them. */
  load: async (engine: LabEngineName, count: number): Promise<void> =>
    void (await run(script, ['load', String(count), engine])),
  /** One swarm of both: a manages it, b works; and each by itself again. */
  swarm: async (): Promise<void> => void (await run(script, ['swarm'])),
  unswarm: async (): Promise<void> => void (await run(script, ['unswarm'])),
  unload: async (engine: LabEngineName): Promise<void> => void (await run(script, ['unload', engine])),
};

/** An `orrery.yaml` with the lab as one backend. */
export async function dockerLabConfig(): Promise<{ backends: object[] }> {
  const engines = await dockerLab.engines();
  const hosts = engines.map(({ socket, port, tls }) =>
    tls === null ? { url: `unix://${socket}` } : { url: `tcp://127.0.0.1:${port}`, tls },
  );
  return { backends: [{ id: 'ct', kind: 'docker', name: 'Container lab', hosts }] };
}
