import { randomBytes } from 'node:crypto';
import { consoleFromServerSchema, type ConsoleFromServer } from '@orrery/contract/console/console.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createAuthenticator } from '../authn/authenticator.ts';
import { refuseOrigin } from '../authn/origin.ts';
import { call, sessionHeaders, somebody, type Somebody, textOf } from '../http/testing/caller.ts';
import { anInstance } from '../http/testing/samples.ts';
import { startTestBff, type TestBff } from '../http/testing/test-bff.ts';
import { createProject } from '../identity/projects.ts';
import { setMember } from '../identity/members.ts';
import { BootRecording } from './boot-log/boot-recording.ts';
import { ConsoleGateway } from './console-gateway.ts';
import { opened, type ToyConsole } from './testing/toy-consoles.ts';

let bff: TestBff;
let gateway: ConsoleGateway;
let project = '';
let member: Somebody;
const applied: ((change: { changed: object[] }) => void)[] = [];

beforeAll(async () => {
  bff = await startTestBff();
  project = await createProject(bff.identity, { name: 'blue', description: null });
  member = await somebody(bff, { in: { [project]: 'member' } });
  const { db, clock } = bff.identity;
  gateway = new ConsoleGateway({
    httpServer: bff.server,
    consoles: bff.consoles,
    authenticator: createAuthenticator({ db, clock }),
    identity: bff.identity.bus,
    store: {
      onApplied: listener => {
        applied.push(listener as never);
        return () => undefined;
      },
    },
    audit: { record: async () => undefined },
    clock: systemClock,
    refuseOrigin: headers =>
      refuseOrigin(headers, { policy: { publicOrigin: undefined, loopbackOnly: true }, absent: 'refuse' }),
    addressOf: request => request.socket.remoteAddress ?? '',
  });
  const running = { project, status: 'running', powerState: 'running', consoles: ['serial', 'vnc'] } as const;
  bff.fleet.inventory.publish([
    anInstance({ ...running, id: 'lab:web-1', consoles: ['serial', 'vnc'] }),
    anInstance({ ...running, id: 'lab:web-2', consoles: ['exec'] }),
    anInstance({ project, id: 'lab:off', consoles: ['serial'] }),
  ]);
});
afterAll(async () => {
  gateway.stop();
  await bff.consoles.stop();
  await bff.close();
});

const ask = (who: Pick<Somebody, 'cookie'>, kind = 'serial', id = 'lab:web-1') =>
  call(bff, `/api/v1/instances/${id}/console`, { method: 'POST', headers: who.cookie, body: { kind } });

const ticketFor = async (who: Pick<Somebody, 'cookie'>, kind = 'serial', id = 'lab:web-1') => {
  const answer = await ask(who, kind, id);
  expect(answer.status, answer.text).toBe(201);
  return textOf(answer.json, 'ticket') ?? '';
};

const sockets: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

/** A browser tab: what it was told, and what it was shown. */
class Tab {
  readonly told: ConsoleFromServer[] = [];
  shown = Buffer.alloc(0);
  readonly socket: WebSocket;
  readonly closed: Promise<number>;

  constructor(who: Pick<Somebody, 'cookie'>, headers: Record<string, string> = {}) {
    const { cookie = '' } = who.cookie;
    this.socket = new WebSocket(`${bff.url.replace('http', 'ws')}/api/v1/console`, {
      headers: { cookie, origin: bff.url, ...headers },
    });
    sockets.push(this.socket);
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.shown = Buffer.concat([this.shown, data]);
      else this.told.push(consoleFromServerSchema.parse(JSON.parse(data.toString())));
    });
    this.closed = new Promise(resolve => {
      this.socket.on('close', code => resolve(code));
      this.socket.on('error', () => resolve(0));
    });
  }

  async present(ticket: string): Promise<this> {
    await new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
    this.socket.send(JSON.stringify({ type: 'open', ticket }));
    return this;
  }

  hears = (expected: Partial<ConsoleFromServer>) =>
    expect.poll(() => this.told).toContainEqual(expect.objectContaining(expected));
}

const open = async (who: Pick<Somebody, 'cookie'>, kind = 'serial', id = 'lab:web-1') => {
  const ticket = await ticketFor(who, kind, id);
  const tab = await new Tab(who).present(ticket);
  await tab.hears({ type: 'opened' });
  return tab;
};

const latest = (): ToyConsole => {
  const stream = opened.at(-1);
  if (stream === undefined) throw new Error('Nothing was opened');
  return stream;
};

describe('a ticket', () => {
  it('is given to those who may use the console, with the reason where not', async () => {
    const reader = await somebody(bff, { in: { [project]: 'reader' } });
    const stranger = await somebody(bff);
    expect((await ask(reader)).code).toBe('permission.denied');
    expect((await ask(stranger)).code).toBe('resource.not-found');
    expect((await ask(member, 'exec')).code).toBe('capability.missing');
    expect((await ask(member, 'serial', 'lab:off')).code).toBe('action.refused');
    expect((await ask({ cookie: {} })).code).toBe('session.required');
  });

  it('CO-1: opens one connection of many that try at the same moment, and is in no address', async () => {
    const before = opened.length;
    const ticket = await ticketFor(member, 'vnc');
    const tabs = Array.from({ length: 40 }, () => new Tab(member));
    await Promise.all(tabs.map(tab => tab.present(ticket)));
    await Promise.all(tabs.map(tab => expect.poll(() => tab.told.length).toBeGreaterThan(0)));
    expect(tabs.filter(tab => tab.told[0]?.type === 'opened')).toHaveLength(1);
    expect(opened.length - before).toBe(1);
    expect(bff.logged()).not.toContain(ticket);
  });

  it('CO-3: is void in the hands of another session of the same person', async () => {
    const other = { cookie: await sessionHeaders(bff, member.id) };
    const ticket = await ticketFor(member);
    const tab = await new Tab(other).present(ticket);
    await tab.hears({ type: 'ended', reason: 'refused', code: 'session.required' });
  });
});

describe('a handshake', () => {
  it.each([
    ['of a foreign page', { origin: 'https://evil.example' }],
    ['of a page with no origin', { origin: 'null' }],
    ['of a name that only begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
  ])('CO-5: %s is refused', async (_name, headers) => {
    expect(await new Tab(member, headers).closed).toBe(0);
  });

  it('CO-5: without a session is refused', async () => {
    expect(await new Tab({ cookie: {} }).closed).toBe(0);
  });

  it('nonsense ends the connection and nothing else', async () => {
    for (const nonsense of [
      '',
      'x',
      '{}',
      '[]',
      '{"type":"open"}',
      '{"type":"resize","columns":-1,"rows":1}',
    ]) {
      const tab = new Tab(member);
      await new Promise(resolve => tab.socket.once('open', resolve));
      tab.socket.send(nonsense);
      expect(await tab.closed).toBe(1008);
    }
    const tab = new Tab(member);
    await new Promise(resolve => tab.socket.once('open', resolve));
    tab.socket.send(randomBytes(70_000));
    expect(await tab.closed).toBe(1009);
  });
});

describe('a serial line', () => {
  it('CO-10: is one stream for all who look; newcomers get the latest output, all may type', async () => {
    const before = opened.length;
    const first = await open(member);
    latest().say('login: ');
    await expect.poll(() => first.shown.toString()).toBe('login: ');
    const second = await open(member);
    await expect.poll(() => second.shown.toString()).toBe('login: ');
    await first.hears({ type: 'viewers', viewers: 2 });
    first.socket.send(Buffer.from('ro'));
    second.socket.send(Buffer.from('ot'));
    await expect.poll(() => latest().heard.split('').toSorted().join('')).toBe('oort');
    expect(opened.length - before).toBe(1);
  });

  it('CO-33: begins with the boot that was listened to, and says until when that goes', async () => {
    const recording = new BootRecording({ instance: 'lab:web-1', operation: 'o', cause: 'start' }, 0);
    bff.shelf.put(recording);
    bff.shelf.hear(recording, Buffer.from('Booting\r\nlogin: '));
    latest().end({ reason: 'moved', message: 'Opened anew' });
    recording.endedAt = Date.parse('2026-03-01T12:00:00.000Z');
    const tab = await open(member);
    await tab.hears({ type: 'recorded', until: '2026-03-01T12:00:00.000Z' });
    latest().say('now');
    await expect.poll(() => tab.shown.toString()).toBe('Booting\r\nlogin: now');
    recording.isPast = true;
    latest().end({ reason: 'stopped', message: 'It is off' });
    const next = await open(member);
    latest().say('another');
    await expect.poll(() => next.shown.toString()).toBe('another');
    expect(next.told.some(({ type }) => type === 'recorded')).toBe(false);
  });

  it('CO-12: says why it ended, and whether to try again', async () => {
    const tab = await open(member);
    latest().end({ reason: 'moved', message: 'It runs elsewhere now' });
    await tab.hears({ type: 'ended', reason: 'moved', again: true });
    const next = await open(member);
    latest().end({ reason: 'stopped', message: 'It is off' });
    await next.hears({ type: 'ended', reason: 'stopped', again: true });
  });

  it('CO-11: one viewer who does not read holds up neither the others nor our memory', async () => {
    const [slow, quick] = [await open(member), await open(member)];
    slow.socket.pause();
    const block = Buffer.alloc(256 * 1024, 'x');
    for (let n = 1; n <= 64; n++) {
      latest().say(block);
      await expect.poll(() => quick.shown.length).toBe(n * block.length);
    }
    slow.socket.resume();
    // Said as soon as there is room for it again.
    const kinds = () => {
      latest().say('.');
      return slow.told.map(message => message.type);
    };
    await expect.poll(kinds, { timeout: 5_000 }).toContain('skipped');
    await expect.poll(() => slow.shown.toString().endsWith('.'), { timeout: 5_000 }).toBe(true);
    expect(slow.shown.length).toBeLessThan(quick.shown.length);
  });
});

describe('a screen', () => {
  it('CO-13: is held up by its one viewer, and nothing of it is lost', async () => {
    const tab = await open(member, 'vnc');
    tab.socket.pause();
    const stream = latest();
    const block = randomBytes(512 * 1024);
    for (let n = 0; n < 64; n++) stream.say(block);
    await expect.poll(() => stream.unread).toBeGreaterThan(0);
    const waiting = stream.unread;
    tab.socket.resume();
    await expect.poll(() => tab.shown.length, { timeout: 10_000 }).toBe(64 * block.length);
    expect(waiting).toBeGreaterThan(20);
  });

  it('CO-13: everybody who looks at it is told how many they are, also when one leaves', async () => {
    const first = await open(member, 'vnc');
    const second = await open(member, 'vnc');
    expect(second.told[0]).toMatchObject({ type: 'opened', viewers: 2 });
    await first.hears({ type: 'viewers', viewers: 2 });
    latest().say('only for the second');
    await expect.poll(() => second.shown.toString()).toBe('only for the second');
    expect(first.shown.length).toBe(0);
    second.socket.close();
    await first.hears({ type: 'viewers', viewers: 1 });
  });

  it('a shell is told its size', async () => {
    const tab = await open(member, 'exec', 'lab:web-2');
    tab.socket.send(JSON.stringify({ type: 'resize', columns: 132, rows: 43 }));
    await expect.poll(() => latest().size).toEqual([132, 43]);
    latest().end({ reason: 'exited', message: 'The command ended', exitCode: 3 });
    await tab.hears({ type: 'ended', reason: 'exited', exitCode: 3, again: false });
  });
});

describe('CO-6: it closes when', () => {
  it('the session ends', async () => {
    const someone = await somebody(bff, { in: { [project]: 'member' } });
    const tab = await open(someone);
    await call(bff, '/api/v1/session', { method: 'DELETE', headers: someone.cookie });
    await tab.hears({ type: 'ended', reason: 'revoked' });
    await tab.closed;
  });

  it('the role is lowered', async () => {
    const someone = await somebody(bff, { in: { [project]: 'member' } });
    const tab = await open(someone, 'vnc');
    const stream = latest();
    await setMember(bff.identity, { project, user: someone.id, role: 'reader' });
    await tab.hears({ type: 'ended', reason: 'revoked' });
    expect((await stream.ended).reason).toBe('closed');
  });

  it('the instance goes to another project', async () => {
    const tab = await open(member, 'vnc');
    const before = anInstance({ project });
    const other = await createProject(bff.identity, { name: 'red', description: null });
    const after = anInstance({ project: other });
    bff.fleet.inventory.publish([after]);
    for (const tell of applied) tell({ changed: [{ id: after.id, before, after }] });
    await tab.hears({ type: 'ended', reason: 'revoked' });
  });
});
