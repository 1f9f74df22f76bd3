import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { estimateRelocation } from '@orrery/migration-model/relocation.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dockerLab, type LabEngineName } from '../../support/docker-lab.ts';
import { until } from '../../support/until.ts';
import { EngineHands } from './engine-hands.ts';
import { labHosts, leftOn, moveRequest, phasesOf, told } from './mover-rig.ts';
import { Watched } from './watched.ts';

const hands = new EngineHands();
let watched: Watched;
let serial = 0;

beforeAll(async () => {
  await hands.sweep();
  watched = new Watched(await labHosts());
  await Promise.all(['dlab-a', 'dlab-b'].map(part => watched.reaches(part, 'up')));
});
afterAll(async () => {
  await watched.provider.stop();
  await hands.sweep();
});
afterEach(() => hands.sweep());

const migrator = (): Migrator => {
  const { migrator: there } = watched.provider;
  if (!there) throw new Error('The provider moves nothing');
  return there;
};
const never = () => new AbortController().signal;
const host = (engine: LabEngineName) => `lab:dlab-${engine}`;
const operation = () => `op-${process.pid}-${++serial}`;

/** Writes data that nobody could guess, in a volume and beside it, with an owner of its own. */
const writes = `[ -e /data/blob ] || { head -c 12000000 /dev/urandom > /data/blob; chown 1234:4321 /data/blob;
  chmod 2750 /data; head -c 3000000 /dev/urandom > /rw; touch /data/ready; }`;
const listens = 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done';
const sums = 'md5sum /data/blob /rw; stat -c "%u %g %a" /data/blob /data';

async function make(name: string, ...more: string[]): Promise<string> {
  return makeRunning(name, listens, more);
}

async function makeRunning(name: string, then: string, more: readonly string[] = []): Promise<string> {
  const options = [
    '--label',
    'orrery-conformance',
    '--volume',
    `${name}-data:/data`,
    '--restart',
    'unless-stopped',
  ];
  const command = ['lab/busybox:1', 'sh', '-c', `${writes}; ${then}`];
  const native = await dockerLab.docker(
    'a',
    'run',
    '--detach',
    '--name',
    name,
    ...options,
    ...more,
    ...command,
  );
  await until('it has written', () =>
    dockerLab.docker('a', 'exec', name, 'test', '-e', '/data/ready').then(() => true),
  );
  await watched.seen(native, i => i.powerState === 'running');
  return native;
}

const sumsOn = (engine: LabEngineName, name: string) =>
  dockerLab.docker(engine, 'exec', name, 'sh', '-c', sums);

async function surveyed(native: string, to: LabEngineName) {
  const request = { instance: watched.id(native), hosts: [host(to)], measure: 'short' as const };
  const { hosts } = await migrator().survey(request, never());
  const way = hosts[0]?.ways[0];
  if (!way) throw new Error('There is no way');
  return way;
}

describe('a relocation', () => {
  it('carries data, owners and settings, keeps the id, and leaves nothing behind; the stop was said before', async () => {
    const native = await make('conf-move', '--memory', '48m', '--label', 'tier=front');
    const before = await sumsOn('a', 'conf-move');
    const way = await surveyed(native, 'b');
    expect(way).toMatchObject({ method: 'relocation', reasons: [] });
    const said = way.relocation && estimateRelocation(way.relocation);
    expect(said?.stopMs.atMost).toBeGreaterThan(0);

    const telling = told();
    const result = await migrator().migrate(
      moveRequest(watched.id(native), operation(), { toHost: host('b') }),
      telling.control,
    );
    expect(phasesOf(telling)).toEqual(['check', 'prepare', 'copy-disks', 'switch-over', 'finish', 'verify']);
    expect(result.check).toMatchObject({ method: 'power-state', survived: true });
    expect(result.bytes).toBeGreaterThan(15_000_000);
    process.stdout.write(
      `stop: said ${JSON.stringify(said?.stopMs)} ms, was ${result.pauseMs} ms, ${result.bytes} bytes\n`,
    );
    expect(await sumsOn('b', 'conf-move')).toBe(before);
    expect(await leftOn('a', 'conf-move')).toEqual([]);
    expect(await leftOn('b', 'conf-move')).toEqual(['container conf-move', 'volume conf-move-data']);
    const seen = await watched.seen(native, i => i.hostName === 'dlab-b' && i.powerState === 'running');
    expect(seen).toMatchObject({ name: 'conf-move', memoryMiB: 48, autostart: true, image: 'lab/busybox:1' });
    expect(seen.tags).toContain('tier=front');
    const done = telling.reports.flatMap(r => r.sample?.disk?.doneBytes ?? []);
    expect(done).toEqual(done.toSorted((x, y) => x - y));
    expect(watched.mirror.all('instance').filter(i => i.name === 'conf-move')).toHaveLength(1);
    const events = () => watched.eventsOf(native).includes('instance.moved') || null;
    await watched.mirror.waitFor('its event', events, 120_000);
    expect(watched.eventsOf(native)).not.toContain('instance.deleted');

    // And back: as the same instance, acted upon by its id.
    await migrator().migrate(
      moveRequest(watched.id(native), operation(), { toHost: host('a') }),
      told().control,
    );
    expect(await sumsOn('a', 'conf-move')).toBe(before);
    expect(await leftOn('b', 'conf-move')).toEqual([]);
    await watched.seen(native, i => i.hostName === 'dlab-a' && i.powerState === 'running');
    await watched.act(native, 'forceStop');
    await watched.act(native, 'delete', { withVolumes: true });
    await watched.gone(native);
    expect(await leftOn('a', 'conf-move')).toEqual([]);
  });

  it('of one that does not run starts nothing', async () => {
    const native = await make('conf-cold');
    await dockerLab.docker('a', 'stop', 'conf-cold');
    await watched.seen(native, i => i.powerState === 'stopped');
    const telling = told();
    const result = await migrator().migrate(
      moveRequest(watched.id(native), operation(), { toHost: host('b') }),
      telling.control,
    );
    expect(result).toMatchObject({ pauseMs: 0, check: { survived: null } });
    await watched.seen(native, i => i.hostName === 'dlab-b' && i.powerState === 'stopped');
    expect(await leftOn('a', 'conf-cold')).toEqual([]);
    await watched.act(native, 'start');
    expect(await sumsOn('b', 'conf-cold')).toContain('1234 4321');
  });

  it('that is not found well goes back, and runs where it was', async () => {
    const check = "ip addr show eth0 | grep -q '198.18.10'";
    const health = ['--health-cmd', check, '--health-interval', '1s', '--health-retries', '2'];
    const native = await make('conf-sick', ...health);
    await watched.seen(native, i => i.health === 'healthy');
    const moving = migrator().migrate(
      moveRequest(watched.id(native), operation(), { toHost: host('b') }),
      told().control,
    );
    await expect(moving).rejects.toThrow('health check fails');
    await watched.seen(native, i => i.hostName === 'dlab-a' && i.health === 'healthy');
    expect(await leftOn('b', 'conf-sick')).toEqual([]);
    expect(
      await dockerLab.docker('a', 'inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', 'conf-sick'),
    ).toBe('unless-stopped');
  });

  it('is called off while it carries, and it runs where it was; the bandwidth holds', async () => {
    const native = await make('conf-off');
    const ending = new AbortController();
    const telling = told(ending.signal);
    const id = watched.id(native);
    const request = moveRequest(id, operation(), { toHost: host('b'), bandwidth: 500_000 });
    const moving = migrator()
      .migrate(request, telling.control)
      .catch((error: unknown) => error);
    await until('bytes are carried', async () =>
      telling.reports.some(r => (r.sample?.disk?.doneBytes ?? 0) > 100_000),
    );
    await migrator().steer(
      { instance: id, handle: null, action: 'setBandwidth', bytesPerSecond: 400_000 },
      never(),
    );
    ending.abort();
    expect(await moving).toMatchObject({ code: 'cancelled' });
    await watched.seen(native, i => i.hostName === 'dlab-a' && i.powerState === 'running');
    expect(await leftOn('b', 'conf-off')).toEqual([]);
    expect(await leftOn('a', 'conf-off')).toEqual(['container conf-off', 'volume conf-off-data']);
  });

  it('is refused with everything that speaks against it', async () => {
    const native = await make(
      'conf-tied',
      '--volume',
      '/tmp:/host',
      '--publish',
      '18080:80',
      '--network',
      'bridge',
    );
    await dockerLab.docker('a', 'network', 'create', 'conf-only-here');
    await dockerLab.docker('a', 'network', 'connect', 'conf-only-here', 'conf-tied');
    const other = [
      '--label',
      'orrery-conformance',
      '--publish',
      '18080:80',
      'lab/busybox:1',
      'sleep',
      '1000',
    ];
    await dockerLab.docker('b', 'run', '--detach', '--name', 'conf-port', ...other);
    await dockerLab.docker('b', 'create', '--name', 'conf-tied', 'lab/busybox:1');
    await dockerLab.docker('b', 'volume', 'create', 'conf-tied-data');
    await watched.provider.refresh(never());
    const { reasons } = await surveyed(native, 'b');
    const codes = reasons.filter(r => r.severity === 'blocks').map(r => r.code);
    expect(codes.toSorted()).toEqual([
      'busy',
      'name-taken',
      'name-taken',
      'network-missing',
      'storage-not-shared',
    ]);
    const moving = migrator().migrate(
      moveRequest(watched.id(native), operation(), { toHost: host('b') }),
      told().control,
    );
    await expect(moving).rejects.toMatchObject({ code: 'resource.state' });
    expect((await watched.seen(native, () => true)).powerState).toBe('running');
  });
});

/** Runs a move in a process of its own and kills that at a phase, or a little later; answers the handle. */
async function killedAt(
  phase: string,
  args: readonly string[],
  later: () => Promise<unknown> = async () => undefined,
): Promise<string | null> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mover.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let handle: string | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('handle ')) handle = line.slice('handle '.length);
    if (line !== `phase ${phase}`) continue;
    await later();
    child.kill('SIGKILL');
  }
  return handle;
}

describe('a move whose mover is killed', () => {
  it.each(['check', 'prepare', 'copy-disks', 'switch-over', 'finish', 'verify'])(
    'in phase %s is brought to an end by looking',
    async phase => {
      const name = `conf-kill-${phase}`;
      const native = await make(name);
      const before = await sumsOn('a', name);
      const id = watched.id(native);
      const op = operation();
      const handle = await killedAt(phase, [id, host('b'), op]);
      const found = await migrator().follow(
        moveRequest(id, op, { toHost: host('b') }),
        handle,
        told().control,
      );
      const engine = found.state === 'succeeded' ? 'b' : 'a';
      process.stdout.write(`killed in ${phase}: ${found.state}, on ${engine}\n`);
      expect(['succeeded', 'failed', 'not-started']).toContain(found.state);
      if (phase === 'verify') expect(found.state).toBe('succeeded');
      await watched.seen(native, i => i.hostName === `dlab-${engine}` && i.powerState === 'running');
      expect(await sumsOn(engine, name)).toBe(before);
      expect(await leftOn(engine, name)).toEqual([`container ${name}`, `volume ${name}-data`]);
      expect(await leftOn(engine === 'a' ? 'b' : 'a', name)).toEqual([]);
      expect(
        await dockerLab.docker(engine, 'inspect', '--format', '{{.HostConfig.RestartPolicy.Name}}', name),
      ).toBe('unless-stopped');
    },
  );

  it('while its source is ending, which takes a while, runs again when that has ended', async () => {
    const name = 'conf-slow-end';
    const slow = 'trap "touch /told; sleep 3; exit 0" TERM; while :; do sleep 1 & wait $!; done';
    const native = await makeRunning(name, slow);
    const id = watched.id(native);
    const op = operation();
    const isTold = () => dockerLab.docker('a', 'exec', name, 'test', '-e', '/told').then(() => true);
    const handle = await killedAt('copy-disks', [id, host('b'), op], () => until('it is told', isTold));
    const startedAt = () => dockerLab.docker('a', 'inspect', '--format', '{{.State.StartedAt}}', name);
    const before = await startedAt();
    const found = await migrator().follow(moveRequest(id, op, { toHost: host('b') }), handle, told().control);
    expect(found.state).toBe('failed');
    await watched.seen(native, i => i.hostName === 'dlab-a' && i.powerState === 'running');
    expect(await startedAt()).not.toBe(before);
    expect(await leftOn('b', name)).toEqual([]);
  });
});
