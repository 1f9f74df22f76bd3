import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerLab } from '../../support/docker-lab.ts';
import { EngineHands } from './engine-hands.ts';
import { EngineProxy } from './engine-proxy.ts';
import { Watched } from './watched.ts';

const hands = new EngineHands();
const [a, b] = await dockerLab.engines();
if (!a || !b?.tls) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
const proxy = new EngineProxy({ path: a.socket });
const made: string[] = [];
/** Engine a by its socket, b by TCP with mutual TLS. */
let direct: Watched;
/** Engine a through a connection that can be cut. */
let cuttable: Watched;

beforeAll(async () => {
  await hands.sweep();
  await proxy.open();
  direct = new Watched([
    { url: `unix://${a.socket}` },
    { url: `tcp://127.0.0.1:${b.port}`, tls: b.tls ?? undefined },
  ]);
  cuttable = new Watched([{ url: `tcp://127.0.0.1:${proxy.port}` }]);
  await Promise.all([
    direct.reaches(a.name, 'up'),
    direct.reaches(b.name, 'up'),
    cuttable.reaches(a.name, 'up'),
  ]);
});

afterAll(async () => {
  await direct.provider.stop();
  await cuttable.provider.stop();
  await proxy.cut();
  for (const native of made) await hands.destroy(native);
  await hands.sweep();
});

type Guest = 'listening' | 'deaf' | 'any';
async function make(name: string, part: string, more: { running?: boolean; guest?: Guest } = {}) {
  const { running = false, guest = 'any' } = more;
  await hands.free(part === b?.name ? 'b' : 'a', name);
  const native = await hands.make({ name, running, guest, part, project: null });
  made.push(native);
  await direct.seen(native, i => i.name === name);
  return native;
}

/** Made with options that the hands do not have; answers the id. */
async function run(name: string, ...args: string[]): Promise<string> {
  await hands.free('a', name);
  const options = ['--detach', '--label', 'orrery-conformance', '--name', name];
  const native = await dockerLab.docker('a', 'run', ...options, ...args);
  await direct.seen(native, () => true);
  return native;
}

/** One that goes on: what is done to it comes once it is known to run. */
async function runOn(name: string, ...args: string[]): Promise<string> {
  const native = await run(name, ...args);
  await direct.seen(native, i => i.powerState === 'running');
  return native;
}

describe('an engine', () => {
  it('that hangs with its connections open is lost, and is found again', async () => {
    await dockerLab.freeze('a');
    try {
      await direct.reaches(a.name, 'down', 120_000);
      expect(direct.mirror.parts.get(a.name)?.reason).toContain('does not answer');
      expect(direct.status(b.name)).toBe('up');
    } finally {
      await dockerLab.thaw('a');
    }
    await direct.reaches(a.name, 'up');
  });

  it('that is killed is lost at once, the other is followed, and it comes back with what became of it', async () => {
    const [here, there] = [
      await make('conf-here', a.name, { running: true }),
      await make('conf-there', b.name),
    ];
    await dockerLab.kill('a');
    try {
      await direct.reaches(a.name, 'down', 120_000);
      expect(direct.mirror.get('host', `lab:${a.name}`)).toMatchObject({ status: 'unreachable' });
      await hands.docker(there, 'start', there);
      await direct.seen(there, i => i.powerState === 'running', 120_000);
    } finally {
      await dockerLab.start('a');
    }
    await direct.reaches(a.name, 'up');
    const actual = await hands.look(here);
    await direct.seen(here, i => i.powerState === actual?.powerState);
    expect(direct.mirror.events.map(e => e.type)).toEqual(expect.arrayContaining(['host.lost', 'host.back']));
    await cuttable.reaches(a.name, 'up');
  });

  it('under a name that another has already is refused, with what to do about it', async () => {
    const twice = new Watched([{ url: `unix://${a.socket}` }, { url: `tcp://127.0.0.1:${a.port}` }]);
    try {
      const clash = () => [...twice.mirror.parts.values()].find(p => p.reason?.includes('a name of its own'));
      await twice.mirror.waitFor('the clash', clash, 120_000);
    } finally {
      await twice.provider.stop();
    }
    const named = new Watched([
      { url: `unix://${a.socket}` },
      { url: `tcp://127.0.0.1:${a.port}`, name: 'another' },
    ]);
    try {
      await named.reaches('another', 'up');
    } finally {
      await named.provider.stop();
    }
  });
});

describe('a connection that is cut and heals', () => {
  it('loses no event and tells none twice', async () => {
    const kept = await make('conf-cut', a.name);
    await cuttable.seen(kept, () => true);
    const created = () => cuttable.eventsOf(kept).includes('instance.created') || null;
    await cuttable.mirror.waitFor('its making', created, 120_000);
    const before = cuttable.eventsOf(kept).length;
    const rounds = 12;
    for (let cuts = 0; cuts < 2; cuts++) {
      await proxy.cut();
      await cuttable.reaches(a.name, 'down', 120_000);
      for (let i = 0; i < rounds / 2; i++) {
        await hands.docker(kept, 'start', kept);
        await hands.docker(kept, 'kill', kept);
      }
      await proxy.open();
      await cuttable.reaches(a.name, 'up');
    }
    const all = () => cuttable.eventsOf(kept).length - before >= rounds * 2 || null;
    await cuttable.mirror.waitFor('all events', all, 120_000);
    const told = cuttable.eventsOf(kept).slice(before);
    expect(told).toEqual(
      Array.from({ length: rounds }, () => ['instance.started', 'instance.stopped']).flat(),
    );
    expect(told).toEqual(direct.eventsOf(kept).slice(-told.length));
    expect(cuttable.mirror.invalid).toEqual([]);
  });
});

describe('a container', () => {
  it('that does not listen is forced off after its grace, and it is said so', async () => {
    const native = await runOn('conf-deaf', '--stop-timeout', '1', 'lab/busybox:1', 'sleep', '1000');
    const { message } = await direct.act(native, 'stop');
    expect(message).toContain('forced off');
    expect((await hands.inspect('a', native)).State.Status).toBe('exited');
  });

  it('in a crash loop can be ended, and stays so', async () => {
    const native = await run('conf-loop', '--restart', 'always', 'lab/busybox:1', 'sh', '-c', 'exit 3');
    const crashed = () => direct.eventsOf(native).includes('instance.crashed') || null;
    await direct.mirror.waitFor('a crash', crashed, 120_000);
    await direct.seen(native, i => i.status === 'rebooting');
    await direct.act(native, 'forceStop');
    await direct.seen(native, i => i.powerState !== 'running');
    await dockerLab.docker('a', 'wait', native);
    expect((await hands.inspect('a', native)).State.Status).toBe('exited');
  });

  it('whose limits were given as quota is resized by quota', async () => {
    const limits = [
      '--cpu-quota',
      '50000',
      '--cpu-period',
      '100000',
      '--memory',
      '16m',
      '--memory-swap',
      '-1',
    ];
    const native = await runOn('conf-quota', ...limits, 'lab/busybox:1', 'sleep', '1000');
    expect(await direct.seen(native, () => true)).toMatchObject({ vcpus: 1, memoryMiB: 16 });
    await direct.act(native, 'resize', { vcpus: 2, memoryMiB: 32 });
    const { HostConfig } = await hands.inspect('a', native);
    expect(HostConfig).toMatchObject({ CpuQuota: 200_000, NanoCpus: 0, Memory: 32 << 20, MemorySwap: -1 });
    expect(await direct.seen(native, i => i.vcpus === 2)).toMatchObject({ memoryMiB: 32 });
  });

  it('has its addresses, its health, its compose project, and goes with its end when it was made so', async () => {
    const compose = ['--label', 'com.docker.compose.project=shop', '--label', 'team=red'];
    const health = ['--health-cmd', 'true', '--health-interval', '1s'];
    const native = await runOn('conf-web', '--rm', ...compose, ...health, 'lab/web:1');
    const web = await direct.seen(native, i => i.health === 'healthy');
    expect(web).toMatchObject({ persistent: false, autostart: null, image: 'lab/web:1' });
    expect(web.tags).toEqual(expect.arrayContaining(['compose=shop', 'team=red']));
    expect(web.addresses).toHaveLength(1);
    expect(web.interfaces).toMatchObject([{ networkName: 'bridge', linkUp: true }]);
    await direct.act(native, 'forceStop');
    await direct.gone(native);
  });

  it('shows its description without the values of its environment', async () => {
    const native = await runOn('conf-env', '--env', 'TOKEN=s3cret', 'lab/busybox:1', 'sleep', '1000');
    const { signal } = new AbortController();
    const { text } = await direct.provider.raw('instance', direct.id(native), signal);
    expect(text).toContain('TOKEN=');
    expect(text).not.toContain('s3cret');
  });
});

it('all they said was by the contract', () => {
  expect(direct.mirror.invalid).toEqual([]);
});
