import { describeServices } from '@orrery/provider-kit/conformance/services.ts';
import { Suite } from '@orrery/provider-kit/conformance/suite.ts';
import { nativeIds } from '@orrery/provider-docker/ids.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dockerLab } from '../../support/docker-lab.ts';
import { labImage } from './docker-creation.ts';
import { dockerFixture } from './docker-fixture.ts';
import { EngineHands } from './engine-hands.ts';
import { obedient, swarmHands } from './swarm-hands.ts';
import { Watched } from './watched.ts';

const hands = new EngineHands();
const [a, b] = await dockerLab.engines();
if (!a || !b?.tls) throw new Error('The Docker lab is not up: run e2e/labs/docker/docker-lab up');
const settings = [{ url: `unix://${a.socket}` }, { url: `tcp://127.0.0.1:${b.port}`, tls: b.tls }] as const;
/** A busy machine takes its time to start and stop containers. */
const longMs = 240_000;

let watched: Watched;
let cluster: string;
let standing: string;
/** How often it was made: more than once where its test is repeated. */
let webs = 0;

const host = (name: string) => watched.mirror.get('host', watched.id(name));
const row = () => watched.mirror.get('cluster', watched.id(cluster));
const service = (name: string) => row()?.services?.find(s => s.name === name);
const tasksOf = (name: string) =>
  watched.mirror.all('instance').filter(i => i.service === name && i.powerState === 'running');
const until = <T>(what: string, probe: () => T | null | undefined | false): Promise<T> =>
  watched.mirror.waitFor(what, () => probe() || null, longMs);

async function refusal(asking: Promise<unknown>): Promise<unknown> {
  return asking.then(
    () => 'done',
    (error: unknown) => error,
  );
}

beforeAll(async () => {
  await dockerLab.unswarm();
  await hands.sweep();
  watched = new Watched([...settings]);
  await Promise.all([watched.reaches(a.name, 'up'), watched.reaches(b.name, 'up')]);
});

afterAll(async () => {
  await watched.provider.stop();
  await dockerLab.unswarm();
  await hands.sweep();
});

it('engines by themselves claim nothing of what only a swarm can do', () => {
  const table = watched.provider.capabilities();
  for (const name of ['cluster.scaleService', 'host.enterMaintenance', 'host.maintenance'] as const)
    expect(table[name]).toMatch(/manages a swarm/);
  expect(host(a.name)).not.toHaveProperty('membership');
});

it('engines that form a swarm become its cluster while they are watched', { timeout: longMs }, async () => {
  await dockerLab.swarm();
  cluster = await swarmHands.cluster();
  await until('both to be members', () => [a, b].every(e => host(e.name)?.cluster === watched.id(cluster)));
  expect(host(a.name)?.membership).toEqual({ role: 'leader', availability: 'active', state: 'ready' });
  expect(host(b.name)?.membership).toEqual({ role: 'worker', availability: 'active', state: 'ready' });
  expect(row()).toMatchObject({
    name: 'Container lab (swarm)',
    hostCount: 2,
    services: [],
    unreachedHosts: [],
  });
  expect(watched.mirror.get('cluster', watched.id(nativeIds.cluster))).toBeUndefined();
  expect(watched.provider.capabilities()['cluster.scaleService']).toBe(true);
});

describe('services', () => {
  it('are listed with what they want and what runs, their tasks as instances of them', {
    timeout: longMs,
  }, async () => {
    await swarmHands.forget('conf-web', 'conf-all');
    webs++;
    await swarmHands.service('conf-web', '--replicas', '2', '--publish', '18080:80');
    await swarmHands.service('conf-all', '--mode', 'global', '--label', 'com.docker.stack.namespace=shop');
    await until('all to run', () => service('conf-web')?.running === 2 && service('conf-all')?.running === 2);
    await until('all to be seen', () => tasksOf('conf-web').length === 2 && tasksOf('conf-all').length === 2);
    expect(service('conf-web')).toMatchObject({
      mode: 'replicated',
      group: null,
      wanted: 2,
      image: 'lab/busybox:1',
      ports: [{ published: 18_080, target: 80, protocol: 'tcp' }],
      trouble: null,
    });
    expect(service('conf-all')).toMatchObject({ mode: 'everywhere', group: 'shop', wanted: 2 });
    for (const task of tasksOf('conf-web'))
      expect(task).toMatchObject({ group: 'conf-web', cluster: watched.id(cluster) });
    expect(new Set(tasksOf('conf-all').map(i => i.hostName))).toEqual(new Set([a.name, b.name]));
  });

  it('are made on networks and at ports as asked for, and taken away where they are called off', {
    timeout: longMs,
  }, async () => {
    await swarmHands.forget('conf-shop', 'conf-never');
    await dockerLab.docker('a', 'network', 'rm', 'conf-over').catch(() => undefined);
    await dockerLab.docker('a', 'network', 'create', '--driver', 'overlay', 'conf-over');
    const networks = () => watched.mirror.all('network');
    const over = await until('the network', () => networks().find(n => n.name === 'conf-over'));
    const local = networks().find(n => n.name === 'bridge');
    const create = (args: Record<string, unknown>, signal?: AbortSignal) =>
      watched.actOn('cluster', cluster, {
        action: 'createService',
        args: { image: labImage, command: [...obedient], ...args },
        ...(signal && { signal }),
      });
    const ports = [{ port: 80, hostPort: 18_081 }];
    await create({ name: 'conf-shop', count: 1, ports, networks: [over.id] });
    expect(service('conf-shop')).toMatchObject({
      running: 1,
      ports: [{ published: 18_081, target: 80, protocol: 'tcp' }],
    });
    const seen = await until('its instance', () => tasksOf('conf-shop')[0]);
    expect(seen.networks).toContain(over.id);
    expect(seen.project).toBeNull();
    const refused = await refusal(create({ name: 'conf-local', networks: [local?.id] }));
    expect(refused).toMatchObject({ code: 'args.invalid', message: expect.stringMatching(/bridge/) });
    const calling = new AbortController();
    const never = refusal(create({ name: 'conf-never', image: 'lab/nothing:1', count: 1 }, calling.signal));
    await until('it to be listed', () => service('conf-never'));
    calling.abort();
    expect(await never).toMatchObject({ code: 'cancelled' });
    expect(service('conf-never')).toBeUndefined();
    const shop = service('conf-shop')?.id;
    await watched.actOn('cluster', cluster, { action: 'deleteService', args: { service: shop } });
    expect(service('conf-shop')).toBeUndefined();
    await dockerLab.docker('a', 'network', 'rm', 'conf-over');
  });

  it('say why they lack tasks', { timeout: longMs }, async () => {
    await swarmHands.forget('conf-nowhere');
    const id = await swarmHands.service('conf-nowhere', '--constraint', 'node.labels.moon==full');
    const { wanted, running } = await until('trouble', () => {
      const found = service('conf-nowhere');
      return found?.trouble?.includes('no suitable node') ? found : null;
    });
    expect({ wanted, running }).toEqual({ wanted: 1, running: 0 });
    await swarmHands.remove(id);
    await until('it to go', () => service('conf-nowhere') === undefined);
  });

  it('made outside are told as events of their cluster', () => {
    const told = watched.mirror.events.filter(e => e.type === 'cluster.service-created');
    expect(told.map(({ target, operation }) => ({ target, operation }))).toContainEqual({
      target: watched.id(cluster),
      operation: undefined,
    });
    expect(told.filter(e => e.message.includes('conf-web'))).toHaveLength(webs);
  });

  it('that run on each host have no number, and what is unknown is not found', async () => {
    const scale = (of: string) =>
      refusal(watched.actOn('cluster', cluster, { action: 'scaleService', args: { service: of, count: 1 } }));
    expect(await scale(service('conf-all')?.id ?? '')).toMatchObject({ code: 'resource.state' });
    expect(await scale('nothing')).toMatchObject({ code: 'resource.not-found' });
  });

  it('keep their tasks: what the swarm would undo is refused, with what to do instead', async () => {
    const [task] = tasksOf('conf-web');
    const native = task?.id.replace('lab:', '') ?? '';
    for (const [action, args] of [['stop'], ['delete'], ['reboot'], ['rename', { name: 'mine' }]] as const) {
      const refused = await refusal(watched.act(native, action, args));
      expect(refused, action).toMatchObject({
        code: 'resource.state',
        message: 'The service conf-web keeps it; scale the service instead',
      });
    }
    expect(watched.mirror.get('instance', task?.id ?? '')?.powerState).toBe('running');
  });
});

describe('by the conformance suite', async () => {
  const services = {
    cluster: swarmHands.cluster,
    image: labImage,
    command: obedient,
    make: async (name: string, count: number) => ({
      cluster: await swarmHands.cluster(),
      service: await swarmHands.service(name, '--replicas', String(count)),
    }),
    remove: swarmHands.remove,
  };
  const suite = new Suite({ ...(await dockerFixture()), services });
  beforeAll(() => suite.begin(), longMs);
  afterAll(() => suite.end(), longMs);
  describeServices(suite);

  it('and all that was said of it was by the contract', () => {
    expect([...suite.exercised].toSorted()).toEqual([
      'cluster.createService',
      'cluster.deleteService',
      'cluster.scaleService',
    ]);
    expect(suite.session.mirror.invalid).toEqual([]);
  });
}, 240_000);

describe('a node', () => {
  const on = (name: string) => (i: Reported<'instance'>) => i.hostName === name;
  /** The state of a host may be seen before the event of it is told. */
  const entered = () => watched.mirror.events.filter(e => e.type === 'host.maintenance-entered');
  const maintain = (name: string, action: string, signal?: AbortSignal) =>
    watched.actOn('host', name, { action, ...(signal && { signal }) });

  it('is drained as a host enters maintenance, and says what stays', { timeout: longMs * 2 }, async () => {
    await hands.free('b', 'conf-alone');
    standing = await hands.make({
      name: 'conf-alone',
      running: true,
      guest: 'any',
      part: b.name,
      project: null,
    });
    await watched.seen(standing, i => i.powerState === 'running');
    const before = entered().length;
    const { message } = await maintain(b.name, 'enterMaintenance');
    expect(message).toContain('1 instance of no service');
    expect(await swarmHands.availability(b.name)).toBe('drain');
    await until('it to be in maintenance', () => host(b.name)?.status === 'maintenance');
    await until('its tasks to be elsewhere', () => tasksOf('conf-web').filter(on(a.name)).length === 2);
    expect(watched.mirror.get('instance', watched.id(standing))?.powerState).toBe('running');
    await until('its event', () => entered()[before]);
    const told = entered().slice(before);
    expect(told.map(e => [e.target, e.operation])).toEqual([[watched.id(b.name), 'op-enterMaintenance']]);
    await maintain(b.name, 'exitMaintenance');
    await until('it to be in service', () => host(b.name)?.status === 'up');
    expect(await swarmHands.availability(b.name)).toBe('active');
  });

  it('that somebody else drains is seen in maintenance, and attributed to outside', {
    timeout: longMs,
  }, async () => {
    const before = entered().length;
    await swarmHands.turn(b.name, 'drain');
    await until('maintenance', () => host(b.name)?.status === 'maintenance');
    const told = await until('its event', () => entered()[before]);
    expect(told).toMatchObject({ target: watched.id(b.name) });
    expect(told.operation).toBeUndefined();
    await swarmHands.turn(b.name, 'active');
    await until('service', () => host(b.name)?.status === 'up');
  });

  it('whose draining is called off is in service again', { timeout: longMs }, async () => {
    await swarmHands.forget('conf-stubborn');
    const stubborn = await dockerLab.docker(
      'a',
      ...['service', 'create', '--quiet', '--detach', '--name', 'conf-stubborn', '--no-resolve-image'],
      ...['--constraint', `node.hostname==${b.name}`, '--stop-grace-period', '60s'],
      ...['lab/busybox:1', 'sh', '-c', 'trap "" TERM; while :; do sleep 1000 & wait; done'],
    );
    await until('it to run there', () => tasksOf('conf-stubborn').some(on(b.name)));
    const calling = new AbortController();
    const draining = refusal(maintain(b.name, 'enterMaintenance', calling.signal));
    await until('it to be entering', () => host(b.name)?.status === 'entering-maintenance');
    calling.abort();
    expect(await draining).toMatchObject({ code: 'cancelled' });
    expect(await swarmHands.availability(b.name)).toBe('active');
    await swarmHands.remove(stubborn);
  });

  it('is not drained where no manager of its swarm is among the engines', { timeout: longMs }, async () => {
    const worker = new Watched([settings[1]]);
    try {
      await worker.reaches(b.name, 'up');
      const refused = await refusal(worker.actOn('host', b.name, { action: 'enterMaintenance' }));
      expect(refused).toMatchObject({
        code: 'capability.missing',
        message: expect.stringMatching(/manages a swarm/),
      });
      expect(worker.mirror.get('cluster', worker.id(nativeIds.cluster))).toMatchObject({ hostCount: 1 });
    } finally {
      await worker.provider.stop();
    }
  });

  it('that Orrery has no connection to is named by its cluster', { timeout: longMs }, async () => {
    const manager = new Watched([settings[0]]);
    try {
      await manager.reaches(a.name, 'up');
      const seen = () => manager.mirror.get('cluster', manager.id(cluster))?.unreachedHosts ?? null;
      expect(await manager.mirror.waitFor('its cluster', seen, longMs)).toEqual([b.name]);
    } finally {
      await manager.provider.stop();
    }
  });
});

it('engines that leave their swarm are a cluster of their backend again', { timeout: longMs }, async () => {
  await dockerLab.unswarm();
  const own = watched.id(nativeIds.cluster);
  await until('both to be back', () => [a, b].every(e => host(e.name)?.cluster === own));
  expect(host(a.name)).not.toHaveProperty('membership');
  expect(watched.mirror.all('cluster').map(({ id }) => id)).toEqual([own]);
  expect(watched.provider.capabilities()['host.enterMaintenance']).toMatch(/manages a swarm/);
  expect(watched.mirror.invalid).toEqual([]);
});
