import type { PowerState } from '@orrery/contract/resources/instance.ts';
import type { ActualInstance, InstanceSpec } from '@orrery/provider-kit/conformance/fixture.ts';
import { nativeIds } from '@orrery/provider-docker/ids.ts';
import { z } from 'zod';
import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';
import { until } from '../../support/until.ts';
import { mark, sweepLeftovers } from './leftovers.ts';

const image = 'lab/busybox:1';

/** Which start of the container its first process is of: its start time, as the kernel counts it. */
const thisStart = `/tmp/up.$(cut -d" " -f22 /proc/1/stat)`;
/** Counts its starts in a file of its own, and ends when it is told to. */
const listening = `echo . >> /boots; touch ${thisStart}; trap "exit 0" TERM; while :; do sleep 1 & wait $!; done`;
/** The first process of a container hears no signal that it has no handler for. */
export const deaf = 'while :; do sleep 1000; done';

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

  /** The engine that a container is on; those made by the provider under test are looked for. */
  async engineOf(native: string): Promise<LabEngineName> {
    const known = this.#engineOf.get(native);
    if (known !== undefined) return known;
    const here = await dockerLab.docker(
      'a',
      'ps',
      '--all',
      '--no-trunc',
      '--quiet',
      '--filter',
      `id=${native}`,
    );
    return here === native ? 'a' : 'b';
  }

  async docker(native: string, ...args: string[]): Promise<string> {
    return dockerLab.docker(await this.engineOf(native), ...args);
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

  /** The name is nobody's: a test that is repeated makes its container anew. */
  async free(engine: LabEngineName, name: string): Promise<void> {
    await until(`engine ${engine} has nothing named ${name}`, async () => {
      await dockerLab.docker(engine, 'rm', '--force', name);
      return true;
    });
  }

  async destroy(native: string): Promise<void> {
    const engine = await this.engineOf(native);
    const volumes = this.#volumeOf.get(native) ?? (await this.#volumesOf(engine, native).catch(() => ''));
    await dockerLab.docker(engine, 'rm', '--force', native).catch(() => undefined);
    for (const volume of volumes.split(' ').filter(Boolean))
      await dockerLab.docker(engine, 'volume', 'rm', volume).catch(() => undefined);
  }

  async inspect(engine: LabEngineName, native: string) {
    const [actual] = inspectSchema.parse(JSON.parse(await dockerLab.docker(engine, 'inspect', native)));
    if (actual === undefined) throw new Error(`Engine ${engine} does not have ${native}`);
    return actual;
  }

  #volumesOf(engine: LabEngineName, native: string): Promise<string> {
    return dockerLab.docker(engine, 'inspect', '--format', '{{range .Mounts}}{{.Name}} {{end}}', native);
  }

  async look(native: string): Promise<ActualInstance | null> {
    const actual = await this.inspect(await this.engineOf(native), native).catch(() => null);
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

  /** Something to connect a container to, on its own engine. */
  async networkBeside(instance: string): Promise<string> {
    const name = `conf-net-${process.pid}-${++this.#serial}`;
    return nativeIds.network(await this.docker(instance, 'network', 'create', '--label', mark, name));
  }

  /** One that Orrery made is on both engines, under its operation. */
  async networkExists(native: string): Promise<boolean> {
    const format = '{{.ID}} {{.Label "dev.orrery.operation"}}';
    const list = async (engine: LabEngineName) =>
      lines(await dockerLab.docker(engine, 'network', 'ls', '--no-trunc', '--format', format)).some(line => {
        const [id = '', operation = ''] = line.split(' ');
        return [nativeIds.network(id), nativeIds.madeNetwork(operation)].includes(native);
      });
    return native.includes(':op:') ? (await list('a')) && (await list('b')) : list('a');
  }

  /** Everything on both engines whose name says that it was made for this. */
  async traces(name: string): Promise<string[]> {
    const bears = (line: string) => new RegExp(`^${name}(?![\\w]|-\\d)`).test(line);
    const found: string[] = [];
    for (const engine of ['a', 'b'] as const)
      for (const [what, list] of [
        ['container', ['ps', '--all', '--format', '{{.Names}}']],
        ['volume', ['volume', 'ls', '--format', '{{.Name}}']],
        ['network', ['network', 'ls', '--format', '{{.Name}}']],
      ] as const) {
        const names = lines(await dockerLab.docker(engine, ...list)).filter(bears);
        found.push(...names.map(line => `${engine} ${what} ${line}`));
      }
    return found;
  }

  async volumeExists(native: string): Promise<boolean> {
    for (const engine of ['a', 'b'] as const) {
      const names = (await dockerLab.docker(engine, 'volume', 'ls', '--quiet')).split('\n');
      if (names.some(name => nativeIds.volume(`dlab-${engine}`, name) === native)) return true;
    }
    return false;
  }

  /** What earlier runs may have left. */
  sweep(): Promise<void> {
    return sweepLeftovers();
  }
}

const lines = (text: string): string[] => text.split('\n').filter(line => line !== '');

const engineNamed = (part: string): LabEngineName => (part === 'dlab-b' ? 'b' : 'a');
