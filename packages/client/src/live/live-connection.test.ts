import { protocolVersion } from '@orrery/contract/realtime/protocol.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { LiveConnection } from './live-connection.ts';
import type { Platform } from './platform.ts';
import type { LinkEvent, SocketLink } from './socket-link.ts';

/** A server that answers when told to. */
class FakeLink implements SocketLink {
  up = false;
  connects = 0;
  readonly asked: { body: unknown; answer: (reply: unknown) => void }[] = [];
  readonly sent: unknown[] = [];
  readonly #listeners = new Map<LinkEvent, (message: unknown) => void>();

  connected = () => this.up;
  connect = () => {
    this.connects++;
  };
  close = () => {
    this.up = false;
  };
  on = (event: LinkEvent, listener: (message: unknown) => void) => {
    this.#listeners.set(event, listener);
  };
  send = (_event: 'unsubscribe', body: unknown) => {
    this.sent.push(body);
  };
  ask = (body: unknown, _timeoutMs: number, answered: (reply: unknown) => void) => {
    this.asked.push({ body, answer: answered });
  };
  tell(event: LinkEvent, message?: unknown): void {
    if (event === 'connect') this.up = true;
    if (event === 'disconnect') this.up = false;
    this.#listeners.get(event)?.(message);
  }
  answer(reply: unknown): void {
    this.asked.shift()?.answer(reply);
  }
}

class FakePlatform implements Platform {
  time = Date.parse('2026-03-04T10:00:00.000Z');
  #timers: { at: number; run: () => void }[] = [];
  woken = () => {};
  now = () => this.time;
  random = () => 0.5;
  after = (ms: number, run: () => void) => {
    const timer = { at: this.time + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(t => t !== timer);
    };
  };
  onWake = (woken: () => void) => {
    this.woken = woken;
    return () => undefined;
  };
  advance(ms: number): void {
    const until = this.time + ms;
    for (;;) {
      const [next] = this.#timers.filter(t => t.at <= until).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter(t => t !== next);
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = until;
  }
}

let link: FakeLink;
let platform: FakePlatform;
let connection: LiveConnection;
const state = () => connection.status.getSnapshot().state;
const at = '2026-03-04T10:00:00.000Z';
const row = (id: string, name = id) => ({ id, kind: 'instance', name });
const snapshot = (query: string, ids: string[], more: object = {}) => ({
  type: 'snapshot',
  query,
  epoch: `e.${query}`,
  revision: 1,
  total: ids.length,
  offset: 0,
  items: ids.map(id => row(id)),
  asOf: at,
  ...more,
});
const delta = (query: string, from: number, more: object = {}) => ({
  type: 'delta',
  query,
  epoch: `e.${query}`,
  from,
  to: from + 1,
  upserts: [],
  removes: [],
  total: 2,
  asOf: at,
  ...more,
});

beforeEach(() => {
  link = new FakeLink();
  platform = new FakePlatform();
  connection = new LiveConnection({ platform, openSocket: () => link });
  connection.start();
  link.tell('connect');
  link.tell('hello', { protocol: protocolVersion, epoch: 'e', now: at, user: 'ada', heartbeatSeconds: 5 });
});

describe('the connection', () => {
  it('says that it is stale when the server falls silent, and gives up later', () => {
    expect(state()).toBe('connected');
    platform.advance(10_000);
    expect(state()).toBe('stale');
    link.tell('heartbeat', { now: at, revision: 0, oldestAsOf: null, queries: [] });
    expect(state()).toBe('connected');
    platform.advance(21_000);
    expect(state()).toBe('disconnected');
    platform.advance(300);
    expect(link.connects).toBe(2);
  });

  it('tries again with growing, jittered pauses', () => {
    link.tell('disconnect', 'transport close');
    const pauses: number[] = [];
    let last = platform.time;
    while (pauses.length < 7) {
      const before = link.connects;
      platform.advance(10);
      if (link.connects === before) continue;
      pauses.push(platform.time - last);
      last = platform.time;
      link.tell('connect_error', new Error('refused'));
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('does not try again when it is not known any more, until it is started anew', () => {
    link.tell('disconnect', 'io server disconnect');
    platform.advance(1_000);
    link.tell('connect_error', new Error('session.required'));
    const { connects } = link;
    platform.advance(60_000);
    expect(state()).toBe('refused');
    expect(link.connects).toBe(connects);
  });

  it('makes up at once for what it slept through', () => {
    platform.time += 8 * 3_600_000;
    platform.woken();
    expect(state()).toBe('disconnected');
  });
});

describe('live rows', () => {
  function open() {
    const rows = connection.rows({ topic: 'instance' });
    rows.setWindow({ offset: 0, limit: 20 });
    return rows;
  }

  it('RT-7: ask to resume where they stood', () => {
    const rows = open();
    link.answer(snapshot('q', ['a', 'b']));
    link.tell('disconnect', 'transport close');
    expect(rows.getSnapshot()).toMatchObject({ live: false, order: ['a', 'b'] });
    link.tell('connect');
    expect(link.asked[0]?.body).toMatchObject({ resume: { epoch: 'e.q', revision: 1 } });
    link.answer(delta('q', 1, { upserts: [row('b', 'new')] }));
    expect(rows.getSnapshot().live).toBe(true);
    expect(rows.row('b')?.name).toBe('new');
  });

  it('RT-8: a gap is not applied; they ask anew', () => {
    const rows = open();
    link.answer(snapshot('q', ['a', 'b']));
    link.tell('delta', delta('q', 5, { upserts: [row('a', 'wrong')] }));
    expect(rows.row('a')?.name).toBe('a');
    link.answer(snapshot('q', ['a', 'b'], { revision: 6 }));
    link.tell('delta', delta('q', 6, { upserts: [row('a', 'right')] }));
    expect(rows.row('a')?.name).toBe('right');
    expect(link.sent).toEqual([]);
  });

  it('tell those who watch one row of that row only', () => {
    const rows = open();
    link.answer(snapshot('q', ['a', 'b']));
    const told: string[] = [];
    rows.subscribeRow('a', () => told.push('a'));
    rows.subscribeRow('b', () => told.push('b'));
    link.tell('delta', delta('q', 1, { upserts: [row('b', 'new')] }));
    expect(told).toEqual(['b']);
  });

  it('keep what they show while another question is asked, and let go of the old one', () => {
    const rows = open();
    link.answer(snapshot('q', ['a', 'b']));
    rows.setQuery({ q: 'status:running' });
    expect(rows.getSnapshot()).toMatchObject({ live: false, order: ['a', 'b'] });
    link.answer(snapshot('r', ['b']));
    expect(rows.getSnapshot()).toMatchObject({ live: true, order: ['b'] });
    expect(link.sent).toEqual([{ query: 'q' }]);
  });

  it('take no answer to a question that was withdrawn meanwhile', () => {
    const rows = open();
    rows.setQuery({ q: 'one' });
    rows.setQuery({ q: 'two' });
    link.answer(snapshot('zero', ['a']));
    expect(rows.getSnapshot().loaded).toBe(false);
    expect(link.asked[0]?.body).toMatchObject({ q: 'two' });
    link.answer(snapshot('two', ['b']));
    expect(rows.getSnapshot().order).toEqual(['b']);
    expect(link.sent).toEqual([{ query: 'zero' }]);
  });

  it('never unsubscribe a stream that an answer under way may name', () => {
    const rows = open();
    link.answer(snapshot('q', ['a']));
    rows.setQuery({ q: 'x' });
    link.answer(snapshot('x', ['b']));
    const other = connection.rows({ topic: 'instance' });
    other.setWindow({ offset: 0, limit: 20 });
    rows.close();
    expect(link.sent).toEqual([{ query: 'q' }]);
    link.answer(snapshot('x', ['b']));
    link.tell('delta', delta('x', 1, { upserts: [row('b', 'new')] }));
    expect(other.row('b')?.name).toBe('new');
    expect(link.sent).toEqual([{ query: 'q' }]);
  });

  it('move their window only when what is held around it runs out', () => {
    const rows = connection.rows({ topic: 'instance' });
    rows.setWindow({ offset: 0, limit: 40 });
    expect(link.asked[0]?.body).toMatchObject({ window: { offset: 0, limit: 100 } });
    link.answer(snapshot('q', ['a'], { total: 10_000 }));
    rows.setWindow({ offset: 20, limit: 40 });
    expect(link.asked).toHaveLength(0);
    rows.setWindow({ offset: 70, limit: 40 });
    expect(link.asked[0]?.body).toMatchObject({ window: { offset: 0, limit: 175 } });
  });

  it('RT-13: another window is one delta from what is held', () => {
    const rows = connection.rows({ topic: 'instance' });
    rows.setWindow({ offset: 0, limit: 40 });
    link.answer(snapshot('q', ['a', 'b'], { total: 10_000 }));
    rows.setWindow({ offset: 70, limit: 40 });
    expect(link.asked[0]?.body).toMatchObject({ replaces: 'q' });
    expect(link.asked[0]?.body).not.toHaveProperty('resume');
    const kept = rows.row('b');
    const over = { fromEpoch: 'e.q', offset: 25, upserts: [row('c')], order: ['b', 'c'], removes: ['a'] };
    link.answer(delta('r', 1, over));
    expect(rows.getSnapshot()).toMatchObject({ live: true, order: ['b', 'c'], offset: 25 });
    expect([rows.row('a'), rows.row('b')]).toEqual([undefined, kept]);
    link.tell('delta', delta('r', 2, { upserts: [row('c', 'new')] }));
    expect(rows.row('c')?.name).toBe('new');
  });

  it('RT-13: follow a window that gave way, although another is wanted by then', () => {
    const rows = open();
    link.answer(snapshot('q', ['a'], { total: 10_000 }));
    rows.setWindow({ offset: 200, limit: 20 });
    rows.setWindow({ offset: 400, limit: 20 });
    link.answer(delta('r', 1, { fromEpoch: 'e.q', offset: 175, upserts: [row('b')], order: ['b'] }));
    expect(rows.getSnapshot().order).toEqual(['b']);
    expect(link.asked[0]?.body).toMatchObject({ replaces: 'r' });
  });

  it('RT-13: do not have a stream replaced that another part of the page follows', () => {
    const [rows, other] = [open(), open()];
    link.answer(snapshot('q', ['a']));
    link.answer(snapshot('q', ['a']));
    rows.setQuery({ q: 'x' });
    expect(link.asked[0]?.body).not.toHaveProperty('replaces');
    expect(other.getSnapshot().live).toBe(true);
  });

  it('RT-14: go on under the rights that the server has put in force', () => {
    const rows = open();
    link.answer(snapshot('q', ['a', 'b']));
    const over = { fromEpoch: 'e.q', replaces: 'q', removes: ['a'], order: ['b'], offset: 0, total: 1 };
    link.tell('delta', delta('s', 1, over));
    expect(rows.getSnapshot()).toMatchObject({ live: true, order: ['b'], total: 1 });
    link.tell('delta', delta('s', 2, { upserts: [row('b', 'new')] }));
    expect(rows.row('b')?.name).toBe('new');
    expect(link.asked).toHaveLength(0);
  });

  it('RT-18: grow older or younger with each heartbeat, and notice by it that a delta never came', () => {
    const rows = open();
    link.answer(snapshot('q', ['a']));
    const beat = (revision: number, asOf: string) => ({
      now: at,
      revision: 0,
      oldestAsOf: null,
      queries: [{ query: 'q', epoch: 'e.q', revision, asOf }],
    });
    link.tell('heartbeat', beat(1, '2026-03-04T10:00:05.000Z'));
    expect(rows.getSnapshot().asOf).toBe('2026-03-04T10:00:05.000Z');
    expect(link.asked).toHaveLength(0);
    link.tell('heartbeat', beat(2, '2026-03-04T10:00:10.000Z'));
    expect(link.asked[0]?.body).not.toHaveProperty('replaces');
    link.answer(snapshot('q', ['b'], { revision: 2 }));
    expect(rows.getSnapshot().order).toEqual(['b']);
  });

  it('have the actions of their state, which a frame says once', () => {
    const rows = open();
    const actions = [{ name: 'start', allowed: true }];
    const items = [{ ...row('a'), actions: 0 }];
    link.answer(snapshot('q', [], { items, actionSets: [actions] }));
    expect(rows.row('a')?.actions).toEqual(actions);
  });

  it('show why a question is not understood', () => {
    const rows = open();
    link.answer({ type: 'error', code: 'query.invalid', message: 'Unknown field', diagnostics: [] });
    expect(rows.getSnapshot()).toMatchObject({ live: false, error: { code: 'query.invalid' } });
  });

  it('RT-14: are asked for anew when the rights have changed', () => {
    const rows = open();
    link.answer(snapshot('q', ['a', 'b']));
    link.tell('resync', { type: 'resync', query: 'q', reason: 'scope' });
    expect(rows.getSnapshot().live).toBe(false);
    expect(link.asked[0]?.body).not.toHaveProperty('resume');
    link.answer(snapshot('s', ['b']));
    expect(rows.getSnapshot().order).toEqual(['b']);
  });
});
