import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '../errors/request-error.ts';
import { amend } from '../inventory/resource-row.ts';
import {
  createWorld,
  type Life,
  live,
  native,
  person,
  someInstance,
  type World,
} from './testing/operations-rig.ts';

const admin = person('ada', { role: 'admin' });
const viewer = person('vera', { role: 'viewer' });
let world: World;
let life: Life;

beforeEach(async () => {
  world = createWorld();
  life = await live(world);
});
afterEach(() => life.bury());

const submit = (id: string, action: string, more: { key?: string; args?: unknown } = {}) =>
  life.operations.submit(admin, {
    kind: 'instance',
    id,
    action,
    args: more.args ?? {},
    idempotencyKey: more.key,
  });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof RequestError ? error.code : String(error)),
  );
const row = (id: string) => life.inventory.store.get('instance', id);
const shown = (id: string) => {
  const operation = life.inventory.store.get('operation', id);
  return operation?.kind === 'operation' ? operation : undefined;
};

/** Names of the data centre that its users gave: what is called so misbehaves. */
function rename(id: string, name: string): void {
  const instance = native(world, id);
  if (!instance) throw new Error(`There is no ${id}`);
  instance.name = name;
}

describe('a single operation', () => {
  it('OP-1: is queued, runs and succeeds, and the instance says so meanwhile', async () => {
    const { id } = someInstance(life, 'stopped');
    const operation = await submit(id, 'start');
    expect(operation).toMatchObject({
      status: 'queued',
      action: 'start',
      target: id,
      actor: { name: 'ada' },
    });
    await world.clock.advance(100);
    expect(row(id)).toMatchObject({ status: 'starting', powerState: 'stopped' });
    expect(shown(operation.id)).toMatchObject({ status: 'running' });
    await world.clock.advance(30_000);
    expect(shown(operation.id)).toMatchObject({ status: 'succeeded', progress: 1, error: null });
    expect(row(id)).toMatchObject({ status: 'running', powerState: 'running' });
  });

  it('OP-3: is refused with the reason by state, role, capability, name and arguments', async () => {
    const running = someInstance(life, 'running');
    const call = { kind: 'instance', id: running.id, args: {} } as const;
    expect(await codeOf(submit(running.id, 'start'))).toBe('action.refused');
    expect(await codeOf(life.operations.submit(viewer, { ...call, action: 'stop' }))).toBe(
      'permission.denied',
    );
    expect(await codeOf(submit(running.id, 'explode'))).toBe('action.unknown');
    expect(await codeOf(submit('sim:nowhere', 'stop'))).toBe('resource.not-found');
    expect(await codeOf(submit(running.id, 'rename', { args: { name: 'a/b' } }))).toBe('request.invalid');
    life.feed.capabilities = () => ({ ...life.provider.capabilities(), 'instance.stop': 'It has no button' });
    expect(await codeOf(submit(running.id, 'stop'))).toBe('capability.missing');
    expect(world.dataCentre.callsByOperation.size).toBe(0);
  });

  it('OP-3: is refused while what it runs on is out of reach', async () => {
    const running = someInstance(life, 'running');
    life.inventory.store.apply([amend(running, { stale: true })]);
    expect(await codeOf(submit(running.id, 'stop'))).toBe('backend.unavailable');
  });

  it('OP-4: the same key is the same operation; with another request it is a mistake', async () => {
    const { id } = someInstance(life, 'stopped');
    const first = await submit(id, 'start', { key: 'k' });
    const again = await submit(id, 'start', { key: 'k' });
    expect(again.id).toBe(first.id);
    expect(await codeOf(submit(id, 'delete', { key: 'k' }))).toBe('idempotency.mismatch');
    await world.clock.advance(30_000);
    expect((await submit(id, 'start', { key: 'k' })).status).toBe('succeeded');
    expect([...world.dataCentre.callsByOperation.values()]).toEqual([1]);
  });

  it('OP-4: a double click makes one operation', async () => {
    const { id } = someInstance(life, 'stopped');
    const [one, two] = await Promise.all([
      submit(id, 'start', { key: 'k' }),
      submit(id, 'start', { key: 'k' }),
    ]);
    expect(one.id).toBe(two.id);
  });

  it('OP-6: one change a target at a time; forcing off does not wait for a shutdown that hangs', async () => {
    const { id, name } = someInstance(life, 'running');
    rename(id, `${name}-hang-stop`);
    await submit(id, 'stop');
    await world.clock.advance(1_000);
    expect(await codeOf(submit(id, 'pause'))).toBe('action.refused');
    expect(await codeOf(submit(id, 'describe', { args: { title: 'x' } }))).toBe('action.refused');
    const force = await submit(id, 'forceStop');
    await world.clock.advance(5_000);
    expect(shown(force.id)?.status).not.toBe('queued');
  });

  it('OP-11: can be cancelled while it runs, and not afterwards', async () => {
    const { id } = someInstance(life, 'stopped');
    const operation = await submit(id, 'start');
    await world.clock.advance(300);
    expect(await codeOf(life.operations.cancel(viewer, operation.id))).toBe('permission.denied');
    expect((await life.operations.cancel(admin, operation.id)).cancelRequested).toBe(true);
    await world.clock.advance(1_000);
    expect(shown(operation.id)).toMatchObject({ status: 'cancelled', cancellable: false });
    expect(row(id)).toMatchObject({ status: 'stopped' });
    expect(await codeOf(life.operations.cancel(admin, operation.id))).toBe('operation.not-cancellable');
  });

  it('OP-13: one that never ends is given up after its deadline, with the advice to look', async () => {
    const { id, name } = someInstance(life, 'running');
    rename(id, `${name}-hang-pause`);
    const operation = await submit(id, 'pause');
    await world.clock.advance(6 * 60_000);
    const ended = shown(operation.id);
    expect(ended).toMatchObject({ status: 'failed' });
    expect(ended?.error?.advice).toMatch(/Look at its present state/);
  });

  it('OP-9: progress never goes back and phases follow one another', async () => {
    const { id } = someInstance(life, 'stopped');
    const operation = await submit(id, 'start');
    let last = 0;
    for (let i = 0; i < 40; i++) {
      await world.clock.advance(200);
      const progress = shown(operation.id)?.progress ?? 0;
      expect(progress).toBeGreaterThanOrEqual(last);
      last = progress;
    }
    expect(shown(operation.id)?.phases.filter(p => p.status === 'running')).toEqual([]);
  });

  it('OP-10: who asks for it is not told of the end before it is on disk, nor before the instance has its own status', async () => {
    const { id } = someInstance(life, 'stopped');
    const told: unknown[] = [];
    const save = world.store.save.bind(world.store);
    world.store.save = async record => {
      if (record.state === 'succeeded') told.push((await life.operations.get(admin, record.id))?.status);
      await save(record);
    };
    const operation = await submit(id, 'start');
    await world.clock.advance(30_000);
    expect(told).toEqual(['running']);
    expect(await life.operations.get(admin, operation.id)).toMatchObject({ status: 'succeeded' });
    expect(row(id)).toMatchObject({ status: 'running' });
  });

  it('OP-10: leaves its end in the audit log', async () => {
    const { id } = someInstance(life, 'stopped');
    const operation = await submit(id, 'start');
    await world.clock.advance(30_000);
    expect(world.audit).toEqual([
      expect.objectContaining({ actor: 'ada', action: 'instance.start', outcome: 'succeeded', target: id }),
    ]);
    expect(world.audit[0]?.detail).toMatchObject({ operation: operation.id });
  });

  it('OP-14: a tenant is not told what the backend said, an administrator is', async () => {
    const { id, name } = someInstance(life, 'stopped');
    const project = 'red';
    await submit(id, 'assign', { args: { project } });
    await world.clock.advance(5_000);
    rename(id, `${name}-fail-start`);
    const operation = await submit(id, 'start');
    await world.clock.advance(30_000);
    const tenant = person('tim', { projects: { [project]: 'member' } });
    const seen = await life.operations.get(tenant, operation.id);
    expect((await life.operations.get(admin, operation.id))?.error?.cause).toEqual(expect.any(String));
    expect(seen).toMatchObject({ status: 'failed', message: null, error: { cause: null } });
    expect(
      await life.operations.get(person('eve', { projects: { other: 'member' } }), operation.id),
    ).toBeUndefined();
  });
});

describe('many at once', () => {
  it('OP-12: a preview says who is refused and why, and does nothing', async () => {
    const stopped = someInstance(life, 'stopped');
    const running = someInstance(life, 'running');
    const ids = [stopped.id, running.id, 'sim:nowhere'];
    const call = { kind: 'instance', ids, action: 'start', args: {}, dryRun: true } as const;
    const reply = await life.operations.bulk(admin, call);
    expect(reply).toMatchObject({ batch: null, allowed: [{ id: stopped.id, operation: null }] });
    expect(reply.refused.map(({ code }) => code)).toEqual(['state.running', 'resource.not-found']);
    await world.clock.advance(5_000);
    expect(world.dataCentre.callsByOperation.size).toBe(0);
  });

  it('OP-12: runs in waves, four a host', async () => {
    const ids = [...life.inventory.store.all('instance')]
      .filter(i => i.kind === 'instance' && i.powerState === 'running' && !/(fail|hang|slow)-/.test(i.name))
      .map(({ id }) => id);
    const reply = await life.operations.bulk(admin, {
      kind: 'instance',
      ids,
      action: 'reboot',
      args: {},
      dryRun: false,
    });
    expect(reply.allowed).toHaveLength(ids.length);
    await world.clock.advance(200);
    const byHost = new Map<string, number>();
    for (const { operation, id } of reply.allowed) {
      const instance = row(id);
      if (instance?.kind !== 'instance' || operation === null)
        throw new Error('It is an instance with an operation');
      if (shown(operation)?.status === 'running') {
        byHost.set(instance.host ?? '', (byHost.get(instance.host ?? '') ?? 0) + 1);
      }
    }
    for (const count of byHost.values()) expect(count).toBeLessThanOrEqual(4);
    await world.clock.advance(120_000);
    expect(reply.allowed.map(({ operation }) => shown(operation ?? '')?.status)).toEqual(
      ids.map(() => 'succeeded'),
    );
  });

  it('OP-12: stops when most of it fails, and retries only what failed', async () => {
    const all = [...life.inventory.store.all('instance')].filter(
      i => i.kind === 'instance' && i.powerState === 'running',
    );
    for (const { id } of all) rename(id, `${id.slice(4)}-fail-reboot`);
    const ids = all.map(({ id }) => id);
    const reply = await life.operations.bulk(admin, {
      kind: 'instance',
      ids,
      action: 'reboot',
      args: {},
      dryRun: false,
    });
    await world.clock.advance(300_000);
    const ends = reply.allowed.map(({ operation }) => shown(operation ?? '')?.error?.code);
    expect(ends.every(code => code !== undefined)).toBe(true);
    for (const { id } of all) rename(id, id.slice(4));
    const again = await life.operations.retryFailed(admin, reply.batch ?? '');
    expect(again.allowed.length + again.refused.length).toBe(ids.length);
    await world.clock.advance(300_000);
    expect(new Set(again.allowed.map(({ operation }) => shown(operation ?? '')?.status))).toEqual(
      new Set(['succeeded']),
    );
  });
});
