import type { MigrationFixture } from '@orrery/provider-kit/conformance/migration-fixture.ts';
import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';
import { until } from '../../support/until.ts';

const engines = ['a', 'b'] as const satisfies readonly LabEngineName[];
const hostName = (engine: LabEngineName) => `dlab-${engine}`;
const dataBytes = 6_000_000;
const guest = `head -c ${dataBytes} /dev/urandom > /data/blob; touch /data/ready; trap "exit 0" TERM; while :; do sleep 1 & wait $!; done`;

/** The containers that are this instance, on an engine: by its first id, or by the label that it bears since a move. */
async function containersOf(engine: LabEngineName, native: string): Promise<string[]> {
  const list = async (filter: string) =>
    (await dockerLab.docker(engine, 'ps', '--all', '--quiet', '--no-trunc', '--filter', filter)).split('\n');
  const all = [...(await list(`id=${native}`)), ...(await list(`label=dev.orrery.instance=${native}`))];
  return [...new Set(all.filter(id => id !== ''))];
}

export async function destroyMoved(native: string): Promise<void> {
  for (const engine of engines)
    for (const id of await containersOf(engine, native)) {
      const format = '{{range .Mounts}}{{.Name}} {{end}}';
      const volumes = await dockerLab.docker(engine, 'inspect', '--format', format, id).catch(() => '');
      await dockerLab.docker(engine, 'rm', '--force', id).catch(() => undefined);
      for (const volume of volumes.split(' ').filter(Boolean))
        await dockerLab.docker(engine, 'volume', 'rm', volume).catch(() => undefined);
    }
}

async function where(native: string): Promise<LabEngineName[]> {
  const found: LabEngineName[] = [];
  for (const engine of engines) for (const _ of await containersOf(engine, native)) found.push(engine);
  return found;
}

/** Relocation between the two engines of the lab. */
export const dockerMoves: MigrationFixture = {
  make: async ({ name }) => {
    const options = ['--name', name, '--network', 'none', '--cpus', '1', '--memory', '32m'];
    const volume = ['--label', 'orrery-conformance=1', '--volume', `${name}-data:/data`];
    const command = ['lab/busybox:1', 'sh', '-c', guest];
    const native = await dockerLab.docker('a', 'run', '--detach', ...options, ...volume, ...command);
    const ready = () => dockerLab.docker('a', 'exec', native, 'test', '-e', '/data/ready').then(() => true);
    await until(`${name} has written`, ready, 120_000);
    return native;
  },
  destination: async native => hostName((await where(native))[0] === 'a' ? 'b' : 'a'),
  lasting: { bandwidth: 1_500_000 },
  hostOf: async native => {
    const found = await where(native);
    if (found.length > 1) throw new Error(`${native} is there ${found.length} times`);
    const [engine] = found;
    return engine === undefined ? null : hostName(engine);
  },
  hasRunThrough: async () => null,
  outlivesUs: false,
};
