import { afterEach, describe, expect, it } from 'vitest';
import { CallTimeoutError, ConnectionError, LibvirtError } from '../errors.ts';
import * as connect from '../procedures/connect.ts';
import { openConsole } from '../procedures/domain.ts';
import { FakeClock, settle } from '../testing/fake-clock.ts';
import { FakeDaemon } from '../testing/fake-daemon.ts';
import { messageStatus, messageTypes, programs, sealFrame } from './frame.ts';
import { RpcSession, type SessionOptions } from './session.ts';

const sessions: RpcSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
});

function setUp(options: SessionOptions = {}) {
  const daemon = new FakeDaemon();
  const clock = new FakeClock();
  const session = new RpcSession(daemon.client, { clock, ...options });
  sessions.push(session);
  return { daemon, clock, session };
}

const someDomain = { name: 'web', uuid: '11111111-2222-3333-4444-555555555555', id: 3 };

describe('calls', () => {
  it('are answered in any order', async () => {
    const { daemon, session } = setUp();
    const name = session.call(connect.getHostname, undefined);
    const version = session.call(connect.getVersion, undefined);
    const list = session.call(connect.listAllDomains, { flags: 5 });
    await settle();
    const [first, second, third] = daemon.calls();
    if (!first || !second || !third) throw new Error('three calls were expected');
    expect(daemon.args(third, connect.listAllDomains)).toEqual({ flags: 5 });
    daemon.reply(third, connect.listAllDomains, [someDomain]);
    daemon.reply(first, connect.getHostname, 'kvm-1');
    daemon.reply(second, connect.getVersion, 7_002_000);
    expect(await Promise.all([name, version, list])).toEqual(['kvm-1', 7_002_000, [someDomain]]);
  });

  it('fail with what the daemon says', async () => {
    const { daemon, session } = setUp();
    daemon.onFrame = frame => daemon.refuse(frame, 42, 'Domain not found');
    const error = await session.call(connect.getHostname, undefined).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LibvirtError);
    expect(error).toMatchObject({ codeName: 'NO_DOMAIN', domainName: 'QEMU', message: 'Domain not found' });
    expect(session.closed).toBe(false);
  });

  it('are sent four at a time, the rest in order as answers come', async () => {
    const { daemon, session } = setUp();
    const all = Array.from({ length: 6 }, () => session.call(connect.getHostname, undefined));
    await settle();
    expect(daemon.calls()).toHaveLength(4);
    const [first] = daemon.calls();
    if (first) daemon.reply(first, connect.getHostname, 'a');
    await settle();
    expect(daemon.calls().map(c => c.serial)).toEqual([1, 2, 3, 4, 5]);
    daemon.onFrame = frame => daemon.reply(frame, connect.getHostname, 'b');
    for (const frame of daemon.calls().slice(1)) daemon.reply(frame, connect.getHostname, 'b');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'b', 'b', 'b', 'b']);
  });

  it('end at their deadline, and a late answer is taken in silence', async () => {
    const { daemon, session, clock } = setUp();
    const call = session.call(connect.getHostname, undefined, { deadlineMs: 1_000 }).catch((e: unknown) => e);
    await settle();
    await clock.advance(1_000);
    expect(await call).toBeInstanceOf(CallTimeoutError);
    const [frame] = daemon.calls();
    if (frame) daemon.reply(frame, connect.getHostname, 'late');
    await settle();
    expect(session.closed).toBe(false);
    expect(clock.timers).toBe(0);
  });

  it('keep their place at the daemon until it answers, though nobody waits', async () => {
    const { daemon, session, clock } = setUp({ maxCalls: 1 });
    const first = session.call(connect.getHostname, undefined, { deadlineMs: 10 }).catch((e: unknown) => e);
    await clock.advance(10);
    await first;
    const second = session.call(connect.getHostname, undefined);
    await settle();
    expect(daemon.calls()).toHaveLength(1);
    const [frame] = daemon.calls();
    daemon.onFrame = next => daemon.reply(next, connect.getHostname, 'second');
    if (frame) daemon.reply(frame, connect.getHostname, 'first');
    expect(await second).toBe('second');
  });

  it('can be aborted before, while queued and while under way', async () => {
    const { daemon, session } = setUp({ maxCalls: 1 });
    const reason = new Error('no longer wanted');
    const before = session.call(connect.getHostname, undefined, { signal: AbortSignal.abort(reason) });
    await expect(before).rejects.toBe(reason);
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(c => session.call(connect.getHostname, undefined, { signal: c.signal }));
    const outcomes = Promise.allSettled(calls);
    await settle();
    for (const c of controllers) c.abort(reason);
    expect(await outcomes).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    await settle();
    expect(daemon.calls()).toHaveLength(1);
  });

  it('fail together when the connection is lost', async () => {
    const { daemon, session } = setUp({ maxCalls: 2 });
    const calls = Array.from({ length: 4 }, () => session.call(connect.getHostname, undefined));
    const outcomes = Promise.allSettled(calls);
    await settle();
    daemon.hangUp();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    }
    await expect(session.call(connect.getHostname, undefined)).rejects.toBeInstanceOf(ConnectionError);
  });
});

describe('keep-alive', () => {
  const keepalive = { intervalMs: 1_000, count: 2 };

  it('answers pings', async () => {
    const { daemon } = setUp();
    const ping = {
      program: programs.keepalive,
      procedure: 1,
      type: messageTypes.message,
      serial: 0,
      status: 0,
    };
    daemon.raw(sealFrame(Buffer.alloc(28), ping));
    await settle();
    expect(daemon.received).toMatchObject([{ program: programs.keepalive, procedure: 2 }]);
  });

  it('pings only when silent, and stays content while it is answered', async () => {
    const { daemon, session, clock } = setUp({ keepalive });
    session.startKeepalive();
    daemon.onFrame = () => {
      const pong = {
        program: programs.keepalive,
        procedure: 2,
        type: messageTypes.message,
        serial: 0,
        status: 0,
      };
      daemon.raw(sealFrame(Buffer.alloc(28), pong));
    };
    await clock.advance(10_000);
    expect(session.closed).toBe(false);
    expect(daemon.received.length).toBeGreaterThan(3);
  });

  it('gives up a silent peer after the allowed number of pings', async () => {
    const { daemon, session, clock } = setUp({ keepalive });
    const reasons: ConnectionError[] = [];
    session.onClose(reason => reasons.push(reason));
    session.startKeepalive();
    await clock.advance(2_999);
    expect(reasons).toEqual([]);
    await clock.advance(1);
    expect(reasons).toMatchObject([{ code: 'dead-peer' }]);
    expect(daemon.received).toHaveLength(2);
    expect(clock.timers).toBe(0);
  });

  it('does not blame the peer for a time in which it did not run itself', async () => {
    const { session, clock } = setUp({ keepalive });
    session.startKeepalive();
    await clock.advance(2_500);
    clock.leap(60_000);
    await clock.advance(0);
    expect(session.closed).toBe(false);
    await clock.advance(3_000);
    expect(session.closed).toBe(true);
  });
});

describe('streams', () => {
  const args = { domain: someDomain, device: null, flags: 0 };

  async function openOne() {
    const set = setUp();
    const opening = set.session.openStream(openConsole, args);
    await settle();
    const [frame] = set.daemon.calls();
    if (!frame) throw new Error('a call was expected');
    set.daemon.reply(frame, openConsole, undefined);
    return { ...set, frame, stream: await opening };
  }

  it('carry data both ways and end in order', async () => {
    const { daemon, stream, frame } = await openOne();
    daemon.stream(frame, messageStatus.continue, Buffer.from('hello '));
    daemon.stream(frame, messageStatus.continue, Buffer.from('world'));
    daemon.stream(frame, messageStatus.continue, Buffer.alloc(0));
    const chunks: string[] = [];
    for await (const chunk of stream) chunks.push(chunk.toString());
    expect(chunks.join('')).toBe('hello world');
    await stream.write(Buffer.alloc(600_000, 1));
    const finished = stream.finish();
    await settle();
    const sent = daemon.received.filter(f => f.type === messageTypes.stream);
    expect(sent.map(f => f.bytes.length - f.payloadAt)).toEqual([262_120, 262_120, 75_760, 0]);
    daemon.stream(frame, messageStatus.ok, Buffer.alloc(0));
    await finished;
  });

  it('end with the daemon’s error', async () => {
    const { daemon, stream, frame } = await openOne();
    const reading = stream[Symbol.asyncIterator]().next();
    daemon.refuse({ ...frame, type: messageTypes.stream }, 38, 'I/O error');
    await expect(reading).rejects.toMatchObject({ codeName: 'SYSTEM_ERROR' });
    await expect(stream.write(Buffer.from('x'))).rejects.toBeInstanceOf(LibvirtError);
  });

  it('hold the socket while too much waits to be read', async () => {
    const { daemon, session, stream, frame } = await openOne();
    for (let i = 0; i < 40; i++) daemon.stream(frame, messageStatus.continue, Buffer.alloc(262_120));
    await settle();
    expect(daemon.client.isPaused()).toBe(true);
    daemon.stream(frame, messageStatus.continue, Buffer.alloc(0));
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes).toBe(40 * 262_120);
    expect(daemon.client.isPaused()).toBe(false);
    expect(session.closed).toBe(false);
  });

  it('are aborted at the daemon, and what still comes is ignored', async () => {
    const { daemon, session, stream, frame } = await openOne();
    await stream.abort();
    await settle();
    expect(daemon.received.at(-1)).toMatchObject({ type: messageTypes.stream, status: messageStatus.error });
    daemon.stream(frame, messageStatus.continue, Buffer.from('late'));
    await settle();
    expect(session.closed).toBe(false);
  });

  it('that nobody waits for any more are aborted as soon as they are open', async () => {
    const { daemon, session } = setUp();
    const controller = new AbortController();
    const opening = session
      .openStream(openConsole, args, { signal: controller.signal })
      .catch((e: unknown) => e);
    await settle();
    controller.abort(new Error('gone'));
    await opening;
    const [frame] = daemon.calls();
    if (frame) daemon.reply(frame, openConsole, undefined);
    await settle();
    expect(daemon.received.at(-1)).toMatchObject({ type: messageTypes.stream, status: messageStatus.error });
  });
});
