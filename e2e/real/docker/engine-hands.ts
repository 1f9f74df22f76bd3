import type { PowerState } from '@orrery/contract/resources/instance.ts';
import type { ActualInstance, InstanceSpec } from '@orrery/provider-kit/conformance/fixture.ts';
import { nativeIds } from '@orrery/provider-docker/ids.ts';
import { z } from 'zod';
import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';

const image = 'lab/busybox:1';
/** By which what was made here is found again. */
const mark = 'orrery-conformance';

/** Which start of the container its first process is of: its start time, as the kernel counts it. */
const thisStart = `/tmp/up.$(cut -d" " -f22 /proc/1/stat)`;
/** Counts its starts in a file of its own, and ends when it is told to. */
const listening = `echo . >> /boots; touch ${thisStart}; trap "exit 0" TERM; while :; do sleep 1 & wait $!; done`;
/** The first process of a container hears no signal that it has no handler for. */
const deaf = 'while :; do sleep 1000; done';

const inspectSchema = z.array(
  z.object({
    Name: z.string(),
    State: z.object({ Status: z.string() }),
    Config: z.object({ Labels: z.record(z.string(), z.string()), Cmd: z.array(z.string()) }),
    HostConfig: z.object({
      NanoCpus: z.number(),
      CpuQuota: z.number(),
      Memory: z.number(),
      MemorySwap: z.number(),
      RestartPolicy: z.object({ Name: z.string() }),
    }),
  }),
);

const states: Readonly<Record<string, PowerState>> = {
  created: 'stopped',
  exited: 'stopped',
  running: 'running',
  paused: 'paused',
};

/** Hands on the lab's engines by the docker command, behind Orrery's back. */
export class EngineHands {
  readonly #engineOf = new Map<string, LabEngineName>();
  readonly #volumeOf = new Map<string, string>();
  #serial = 0;

  /** The engine that a container made here is on. */
  engineOf(native: string): LabEngineName {
    const engine = this.#engineOf.get(native);
    if (engine === undefined) throw new Error(`${native} was not made here`);
    return engine;
  }

  docker(native: string, ...args: string[]): Promise<string> {
    return dockerLab.docker(this.engineOf(native), ...args);
  }

  async make({ name, running, guest, part, project }: InstanceSpec): Promise<string> {
    const serial = ++this.#serial;
    const engine: LabEngineName = part === null ? (serial % 2 === 0 ? 'b' : 'a') : engineNamed(part);
    const volume = `conf-${process.pid}-${serial}`;
    const labels = [`${mark}=1`, ...(project === null ? [] : [`dev.orrery.project=${project}`])];
    const native = await dockerLab.docker(
      engine,
      'create',
      ...['--name', name, '--network', 'none', '--cpus', '1', '--memory', '32m'],
      ...labels.flatMap(label => ['--label', label]),
      ...['--volume', `${volume}:/data`, image, 'sh', '-c', guest === 'listening' ? listening : deaf],
    );
    this.#engineOf.set(native, engine);
    this.#volumeOf.set(native, volume);
    if (running) await dockerLab.docker(engine, 'start', native);
    return native;
  }

  async destroy(native: string): Promise<void> {
    const volume = this.#volumeOf.get(native);
    await this.docker(native, 'rm', '--force', native).catch(() => undefined);
    if (volume !== undefined) await this.docker(native, 'volume', 'rm', volume).catch(() => undefined);
  }

  async inspect(engine: LabEngineName, native: string) {
    const [actual] = inspectSchema.parse(JSON.parse(await dockerLab.docker(engine, 'inspect', native)));
    if (actual === undefined) throw new Error(`Engine ${engine} does not have ${native}`);
    return actual;
  }

  async look(native: string): Promise<ActualInstance | null> {
    const actual = await this.inspect(this.engineOf(native), native).catch(() => null);
    if (actual === null) return null;
    const { Name, State, Config, HostConfig } = actual;
    const counts = State.Status === 'running' && Config.Cmd.includes(listening);
    return {
      name: Name.slice(1),
      powerState: states[State.Status] ?? 'unknown',
      vcpus: HostConfig.NanoCpus / 1e9,
      memoryMiB: HostConfig.Memory / 1_048_576,
      title: Config.Labels['dev.orrery.title'] ?? null,
      description: Config.Labels['dev.orrery.description'] ?? null,
      tags: [],
      project: Config.Labels['dev.orrery.project'] ?? null,
      autostart: ['always', 'unless-stopped'].includes(HostConfig.RestartPolicy.Name),
      hasSavedState: false,
      snapshots: [],
      boots: counts ? await this.#boots(native) : null,
    };
  }

  /** Once this start has been counted. */
  async #boots(native: string): Promise<number> {
    const wait = `while [ ! -e ${thisStart} ]; do usleep 20000; done; wc -l < /boots`;
    return Number(await this.docker(native, 'exec', native, 'sh', '-c', wait));
  }

  async spareVolume(): Promise<string> {
    const name = `conf-spare-${process.pid}-${++this.#serial}`;
    await dockerLab.docker('a', 'volume', 'create', '--label', mark, name);
    return nativeIds.volume('dlab-a', name);
  }

  async spareNetwork(): Promise<string> {
    const name = `conf-net-${process.pid}-${++this.#serial}`;
    return nativeIds.network(await dockerLab.docker('a', 'network', 'create', '--label', mark, name));
  }

  async networkExists(native: string): Promise<boolean> {
    const ids = await dockerLab.docker('a', 'network', 'ls', '--no-trunc', '--quiet');
    return ids.split('\n').some(id => nativeIds.network(id) === native);
  }

  async volumeExists(native: string): Promise<boolean> {
    for (const engine of ['a', 'b'] as const) {
      const names = (await dockerLab.docker(engine, 'volume', 'ls', '--quiet')).split('\n');
      if (names.some(name => nativeIds.volume(`dlab-${engine}`, name) === native)) return true;
    }
    return false;
  }

  /** What earlier runs may have left. */
  async sweep(): Promise<void> {
    for (const engine of ['a', 'b'] as const) {
      const ours = ['--filter', `label=${mark}`, '--quiet'];
      const containers = lines(await dockerLab.docker(engine, 'ps', '--all', ...ours));
      if (containers.length > 0) await dockerLab.docker(engine, 'rm', '--force', ...containers);
      const volumes = lines(await dockerLab.docker(engine, 'volume', 'ls', '--quiet'));
      const left = volumes.filter(name => name.startsWith('conf-'));
      if (left.length > 0) await dockerLab.docker(engine, 'volume', 'rm', ...left);
      const networks = lines(await dockerLab.docker(engine, 'network', 'ls', ...ours));
      if (networks.length > 0) await dockerLab.docker(engine, 'network', 'rm', ...networks);
    }
  }
}

const lines = (text: string): string[] => text.split('\n').filter(line => line !== '');

const engineNamed = (part: string): LabEngineName => (part === 'dlab-b' ? 'b' : 'a');
