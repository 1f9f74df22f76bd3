import {
  heartbeatSchema,
  rowsDeltaSchema,
  rowsSnapshotSchema,
  subscribeReplySchema,
} from '@orrery/contract/realtime/messages.ts';
import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHost, anInstance } from '../http/testing/samples.ts';
import { reported } from '../inventory/testing/inventory-rig.ts';
import { socketEvents } from './socket-events.ts';
import { createLiveRig, type LiveRig, until } from './testing/live-rig.ts';

let rig: LiveRig;
const now = () => new Date().toISOString();
const instance = (n: number, more: Parameters<typeof anInstance>[0] = {}) =>
  reported(
    anInstance({
      id: `lab:i-${n}`,
      name: `web-${n}`,
      asOf: now(),
      project: n % 2 === 0 ? 'red' : 'blue',
      ...more,
    }),
  );
const running = { status: 'running', powerState: 'running' } as const;

beforeEach(async () => {
  rig = await createLiveRig({
    ada: { role: 'admin' },
    vera: { role: 'viewer' },
    mia: { projects: { red: 'member' } },
    rob: { projects: { red: 'reader' } },
  });
  rig.lab.sink.upsert([reported(aHost({ asOf: now() }))]);
  rig.lab.sink.upsert([1, 2, 3, 4].map(n => instance(n)));
});
afterEach(() => rig.stop());

function list(token: string, topic: ResourceKind = 'instance') {
  const connection = rig.connect(token);
  const rows = connection.rows({ topic });
  rows.setWindow({ offset: 0, limit: 10 });
  return { connection, rows };
}
const ask = async (socket: ReturnType<LiveRig['socket']>, body: unknown) =>
  subscribeReplySchema.parse(await socket.timeout(2_000).emitWithAck('subscribe', body));
const subscribe = { type: 'rows', topic: 'instance', window: { offset: 0, limit: 10 } };

describe('live rows', () => {
  it('RT-2: come in order and are kept up to date', async () => {
    const { rows } = list('ada');
    await until(() => rows.getSnapshot().total === 4);
    expect(rows.getSnapshot().order).toEqual(['lab:i-1', 'lab:i-2', 'lab:i-3', 'lab:i-4']);
    rig.lab.sink.upsert([instance(2, running)]);
    await until(() => rows.row('lab:i-2')?.status === 'running');
    rig.lab.sink.remove(['lab:i-1']);
    await until(() => rows.getSnapshot().total === 3);
    expect(rows.rowAt(0)?.id).toBe('lab:i-2');
  });

  it('RT-4: those who ask the same with the same rights share one query; other rights have their own', async () => {
    const all = [list('ada'), list('ada'), list('vera')];
    for (const { rows } of all) await until(() => rows.getSnapshot().total === 4);
    expect(rig.live.counts.active).toBe(2);
    const [ada, , vera] = all.map(({ rows }) => rows.row('lab:i-2')?.actions.find(a => a.name === 'start'));
    expect(ada).toEqual({ name: 'start', allowed: true });
    expect(vera).toMatchObject({ allowed: false, code: 'permission.denied' });
  });

  it('RT-7: a client that was away comes back with everything it missed', async () => {
    const { connection, rows } = list('ada');
    await until(() => rows.getSnapshot().total === 4);
    for (const session of rig.gateway.sessions) session.cut();
    await until(() => !rows.getSnapshot().live);
    rig.lab.sink.upsert([instance(3, running), instance(5)]);
    await until(() => rows.getSnapshot().live);
    expect(connection.status.getSnapshot().state).toBe('connected');
    await until(() => rows.getSnapshot().total === 5);
    expect(rows.row('lab:i-3')?.status).toBe('running');
  });

  it('RT-13: another window is answered with the rows that are new to the client', async () => {
    const socket = rig.socket('ada');
    await until(() => rig.inventory.store.count('instance') === 4);
    const first = rowsSnapshotSchema.parse(
      await ask(socket, { ...subscribe, window: { offset: 0, limit: 3 } }),
    );
    const next = { ...subscribe, window: { offset: 1, limit: 3 }, replaces: first.query };
    const delta = rowsDeltaSchema.parse(await ask(socket, next));
    expect(delta).toMatchObject({ fromEpoch: first.epoch, from: first.revision, offset: 1 });
    expect(delta.upserts.map(({ id }) => id)).toEqual(['lab:i-4']);
    expect(delta.order).toEqual(['lab:i-2', 'lab:i-3', 'lab:i-4']);
    const [session] = rig.gateway.sessions;
    expect(session?.client.subscriptions).toBe(1);
    socket.close();
  });

  it('RT-13: a window that two parts of a client follow is not taken from either', async () => {
    const socket = rig.socket('ada');
    await until(() => rig.inventory.store.count('instance') === 4);
    const first = rowsSnapshotSchema.parse(await ask(socket, subscribe));
    await ask(socket, subscribe);
    const other = await ask(socket, { ...subscribe, q: 'web-1', replaces: first.query });
    expect(other.type).toBe('snapshot');
    const [session] = rig.gateway.sessions;
    expect(session?.client.subscriptions).toBe(2);
    socket.close();
  });

  it('connections of a backend are for who asks for that one; lists count them', async () => {
    rig.lab.sink.health({
      name: 'kvm-1',
      address: 'kvm-1',
      status: 'up',
      reason: null,
      latencyMs: 1,
      lastSeenAt: null,
    });
    const socket = rig.socket('ada');
    const backends = { ...subscribe, topic: 'backend' };
    await until(() => rig.inventory.store.get('backend', 'lab')?.status === 'up');
    const listed = await ask(socket, backends);
    expect(listed).toMatchObject({ items: [{ partCount: 1, partsUp: 1, parts: [] }] });
    const one = await ask(socket, { ...backends, q: 'id:lab' });
    expect(one).toMatchObject({ items: [{ parts: [{ name: 'kvm-1' }] }] });
    socket.close();
  });

  it('RT-18: a heartbeat says where each query of the connection stands', async () => {
    const socket = rig.socket('ada');
    const beats: unknown[] = [];
    socket.on('heartbeat', message => beats.push(message));
    const { query, epoch } = rowsSnapshotSchema.parse(await ask(socket, subscribe));
    const beat = await until(() => beats.at(-1), 12_000);
    expect(heartbeatSchema.parse(beat).queries).toMatchObject([{ query, epoch }]);
    socket.close();
  }, 15_000);

  it('RT-19: counts and sums are live', async () => {
    const sums = rig.connect('ada').aggregate({ topic: 'instance', groupBy: 'status' });
    await until(() => sums.getSnapshot().groups[0]?.count === 4);
    rig.lab.sink.upsert([instance(2, running)]);
    await until(() => sums.getSnapshot().groups.find(g => g.key === 'running')?.count === 1);
  });

  it('frames are those of the contract', async () => {
    const socket = rig.socket('ada');
    const deltas: unknown[] = [];
    socket.on('delta', message => deltas.push(message));
    await until(() => rig.inventory.store.count('instance') === 4);
    rowsSnapshotSchema.parse(await ask(socket, subscribe));
    rig.lab.sink.upsert([instance(2, running)]);
    await until(() => deltas.length > 0);
    expect(rowsDeltaSchema.parse(deltas[0]).upserts).toMatchObject([{ id: 'lab:i-2', status: 'running' }]);
    socket.close();
  });
});

describe('who gets in', () => {
  const refusal = (token: string, origin?: string) =>
    new Promise<string>(resolve => {
      const socket = rig.socket(token, origin === undefined ? {} : { origin });
      socket.on('connect', () => {
        socket.close();
        resolve('let in');
      });
      socket.on('connect_error', error => {
        socket.close();
        resolve(error.message);
      });
    });

  it('RT-21: nobody without a credential, and no page of another origin', async () => {
    expect(await refusal('nobody')).toBe('session.required');
    expect(await refusal('ada', 'http://ours')).toBe('let in');
    for (const origin of ['http://evil', 'null', 'https://ours', 'http://ours.evil', 'http://ours:1']) {
      expect(await refusal('ada', origin), origin).not.toBe('let in');
    }
  });

  it('RT-22: the first message is hello with the version', async () => {
    const socket = rig.socket('ada');
    const hello = await new Promise<{ protocol: number }>(resolve => socket.once('hello', resolve));
    expect(hello).toMatchObject({ protocol: protocolVersion, user: 'ada', heartbeatSeconds: 5 });
    socket.close();
  });

  it('RT-23: a revoked credential is cut at once', async () => {
    const { connection, rows } = list('ada');
    await until(() => rows.getSnapshot().live);
    rig.people.delete('ada');
    rig.identity.emit({ credential: 'token-ada' });
    await until(() => !rows.getSnapshot().live, 1_000);
    await until(() => connection.status.getSnapshot().state === 'refused');
    expect(rig.gateway.connections).toBe(0);
  });

  it('RT-23: a lowered role narrows what is shown, without the client saying anything', async () => {
    const { rows } = list('ada');
    await until(() => rows.getSnapshot().total === 4);
    rig.people.set('ada', { projects: { red: 'reader' } });
    rig.identity.emit({ userId: 'user-ada' });
    await until(() => rows.getSnapshot().total === 2, 1_000);
    expect(rows.getSnapshot().order).toEqual(['lab:i-2', 'lab:i-4']);
    expect(rows.row('lab:i-2')).toMatchObject({ host: null, hostName: null });
  });

  it('RT-14: other rights are one delta under a new query; the client asks for nothing', async () => {
    const { rows } = list('ada');
    await until(() => rows.getSnapshot().total === 4);
    const [session] = rig.gateway.sessions;
    const before = session?.client.standing[0]?.id;
    rig.people.set('ada', { role: 'viewer' });
    rig.identity.emit({ userId: 'user-ada' });
    const start = () => rows.row('lab:i-2')?.actions.find(({ name }) => name === 'start');
    await until(() => start()?.code === 'permission.denied', 1_000);
    expect(rows.getSnapshot().live).toBe(true);
    expect(session?.client.standing).toHaveLength(1);
    expect(session?.client.standing[0]?.id).not.toBe(before);
    rig.lab.sink.upsert([instance(2, running)]);
    await until(() => rows.row('lab:i-2')?.status === 'running');
  });

  it('RT-23: a credential that expires is cut', async () => {
    rig.people.set('eva', { role: 'viewer', expiresAt: new Date(Date.now() + 100).toISOString() });
    const { rows } = list('eva');
    await until(() => rows.getSnapshot().live);
    rig.people.delete('eva');
    await until(() => rig.gateway.connections === 0);
  });
});

describe('what a client may send', () => {
  it('S1: only events that declare a permission are listened to', async () => {
    const socket = rig.socket('ada');
    await until(() => rig.gateway.connections === 1);
    const [session] = rig.gateway.sessions;
    // socket.io's own: the end of the connection, and a guard against events called error.
    const listened = session?.events.filter(event => event !== 'disconnect' && event !== 'error');
    expect(listened?.toSorted()).toEqual(Object.keys(socketEvents).toSorted());
    socket.close();
  });

  it('RT-24: what does not fit is answered with an error, and the rest goes on', async () => {
    const { rows } = list('ada');
    const socket = rig.socket('ada');
    const code = async (body: unknown) => {
      const reply = await ask(socket, body);
      return reply.type === 'error' ? reply.code : reply.type;
    };
    expect(await code('nonsense')).toBe('request.invalid');
    expect(await code({ ...subscribe, window: { offset: 0, limit: 501 } })).toBe('request.invalid');
    expect(await code({ ...subscribe, q: 'hots:kvm-1' })).toBe('query.invalid');
    expect(await code({ ...subscribe, sort: 'nothing' })).toBe('sort.invalid');
    socket.emit('subscribe', subscribe);
    socket.emit('unsubscribe', { query: 'unknown' });
    socket.emit('nonsense', 1);
    expect(await ask(socket, subscribe)).toMatchObject({ type: 'snapshot' });
    await until(() => rows.getSnapshot().live);
    socket.close();
  });

  it('RT-24: 64 subscriptions at most', async () => {
    const socket = rig.socket('ada');
    for (let n = 0; n < 64; n++)
      expect(await ask(socket, { ...subscribe, q: `n${n}` })).toMatchObject({ total: 0 });
    expect(await ask(socket, { ...subscribe, q: 'one-more' })).toMatchObject({
      code: 'subscriptions.too-many',
    });
    socket.close();
  });

  it('RT-24: who floods it is cut off, whatever the messages are, and nobody else', async () => {
    const { rows } = list('ada');
    await until(() => rows.getSnapshot().live);
    for (const [event, body] of [
      ['subscribe', 'nonsense'],
      ['unsubscribe', { query: 'unknown' }],
      ['nonsense', 1],
    ] as const) {
      const socket = rig.socket('mia');
      const cut = new Promise(resolve => socket.once('disconnect', resolve));
      await new Promise<void>(resolve => socket.once('connect', () => resolve()));
      // More than the second or so allows that this takes on a busy machine.
      for (let n = 0; n < 20_000; n++) socket.emit(event, body, () => undefined);
      expect(await cut).not.toBe('io client disconnect');
    }
    expect(rows.getSnapshot().live).toBe(true);
  }, 120_000);

  it('RT-24: a tenant may not ask for topics of the fleet', async () => {
    const socket = rig.socket('mia');
    expect(await ask(socket, { ...subscribe, topic: 'host' })).toMatchObject({ code: 'permission.denied' });
    expect(await ask(socket, { ...subscribe, q: 'host:kvm-1' })).toMatchObject({ code: 'query.invalid' });
    socket.close();
  });

  it('RT-25: unsubscribe and the end of a connection end its streams', async () => {
    const { connection, rows } = list('ada');
    await until(() => rows.getSnapshot().live);
    const [session] = rig.gateway.sessions;
    rows.close();
    await until(() => session?.client.subscriptions === 0);
    connection.stop();
    await until(() => rig.gateway.connections === 0);
  });
});
