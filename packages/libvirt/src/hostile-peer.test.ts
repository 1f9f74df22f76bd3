import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionError, LibvirtError, ProtocolError } from './errors.ts';
import { EventDispatcher } from './events/dispatcher.ts';
import { domainEvents } from './events/domain-events.ts';
import { otherEvents } from './events/other-events.ts';
import * as connect from './procedures/connect.ts';
import * as domain from './procedures/domain.ts';
import * as domainBlock from './procedures/domain-block.ts';
import * as migration from './procedures/migration.ts';
import * as network from './procedures/network.ts';
import * as node from './procedures/node.ts';
import * as snapshot from './procedures/snapshot.ts';
import * as storage from './procedures/storage.ts';
import { messageTypes, programs, sealFrame } from './rpc/frame.ts';
import type { Procedure } from './rpc/procedure.ts';
import { RpcSession } from './rpc/session.ts';
import { FakeDaemon, replyFrame } from './testing/fake-daemon.ts';
import { XdrReader } from './xdr/reader.ts';

const modules = [connect, domain, domainBlock, migration, network, node, snapshot, storage];

function isProcedure(value: unknown): value is Procedure<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'result' in value && 'number' in value;
}
const procedures = modules.flatMap((m): unknown[] => Object.values(m)).filter(isProcedure);
const events = [...Object.values(domainEvents), ...Object.values(otherEvents)];

const loose: unknown[] = [];
const keep = (error: unknown) => loose.push(error);
beforeEach(() => {
  loose.length = 0;
  process.on('uncaughtException', keep);
  process.on('unhandledRejection', keep);
});
afterEach(() => {
  process.off('uncaughtException', keep);
  process.off('unhandledRejection', keep);
  expect(loose).toEqual([]);
});

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map(a => Buffer.from(a));

/** Bytes that look like XDR more often than noise does: small words, huge words, text. */
const wordy = fc
  .array(
    fc.oneof(fc.nat(8), fc.constantFrom(0xffffffff, 0x7fffffff, 0x80000000, 65_536), fc.nat(2 ** 32 - 1)),
    { maxLength: 40 },
  )
  .map(words => {
    const b = Buffer.alloc(words.length * 4);
    words.forEach((word, i) => b.writeUInt32BE(word, i * 4));
    return b;
  });

describe('decoders', () => {
  it('exist for all procedures', () => expect(procedures.length).toBeGreaterThan(130));

  it('read noise as a value or a ProtocolError, nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...procedures), fc.oneof(wordy, bytes(200)), (procedure, payload) => {
        for (const codec of [procedure.result, procedure.args]) {
          try {
            codec.read(new XdrReader(payload));
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
          }
        }
      }),
      { numRuns: 8_000 },
    );
  });

  it('read noise as an event or a ProtocolError', () => {
    const dispatcher = new EventDispatcher(keep);
    fc.assert(
      fc.property(fc.constantFrom(...events), fc.oneof(wordy, bytes(200)), (event, payload) => {
        try {
          dispatcher.receive(programs.remote, event.message, new XdrReader(payload));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

const someStats = [
  {
    domain: { name: 'web', uuid: '11111111-2222-3333-4444-555555555555', id: 3 },
    params: new Map([['state.state', 1]]),
  },
];

/** What a call comes to when its true answer is replaced by `answer`. */
async function callAnswered(
  answer: (good: Buffer) => Buffer,
): Promise<{ outcome: unknown; session: RpcSession }> {
  const daemon = new FakeDaemon();
  const session = new RpcSession(daemon.client);
  daemon.onFrame = frame => {
    // Once: the answer may be a ping, whose pong arrives here too.
    daemon.onFrame = () => {};
    daemon.raw(answer(replyFrame(frame, connect.getAllDomainStats.result, someStats)));
    setImmediate(() => setImmediate(() => daemon.hangUp()));
  };
  const args = { domains: [], stats: 1, flags: 0 };
  const outcome = await session.call(connect.getAllDomainStats, args).catch((error: unknown) => error);
  session.close();
  return { outcome, session };
}

const wellBehaved = (outcome: unknown) =>
  Array.isArray(outcome) ||
  [ConnectionError, ProtocolError, LibvirtError].some(type => outcome instanceof type);

describe('a connection', () => {
  it('survives as an error every cut of an answer', async () => {
    const whole = 28 + 4 + 8 + 16 + 4 + 4 + 16 + 8;
    for (let size = 0; size < whole; size++) {
      const { outcome } = await callAnswered(good => good.subarray(0, size));
      expect(outcome).toBeInstanceOf(ConnectionError);
    }
  });

  it('survives answers with flipped bits', async () => {
    const flips = fc.array(fc.tuple(fc.nat(10_000), fc.nat(7)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(flips, async list => {
        const { outcome } = await callAnswered(good => {
          for (const [at, bit] of list) good[at % good.length] = (good[at % good.length] ?? 0) ^ (1 << bit);
          return good;
        });
        expect(wellBehaved(outcome)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('survives noise in place of messages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes(300), wordy), async noise => {
        const { outcome } = await callAnswered(() => noise);
        expect(wellBehaved(outcome)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  it('survives sealed messages of any program, procedure, type, serial and status', async () => {
    const header = fc.record({
      program: fc.constantFrom(programs.remote, programs.qemu, programs.keepalive, 1),
      procedure: fc.integer({ min: -1, max: 460 }),
      type: fc.integer({ min: -1, max: 6 }),
      serial: fc.nat(3),
      status: fc.integer({ min: -1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(header, wordy, async (fields, payload) => {
        const { outcome } = await callAnswered(() => {
          const message = Buffer.alloc(28 + payload.length);
          message.set(payload, 28);
          return sealFrame(message, fields);
        });
        expect(wellBehaved(outcome)).toBe(true);
      }),
      { numRuns: 1_500 },
    );
  });

  it('refuses a message that claims 2 GiB before it takes memory for it', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { outcome, session } = await callAnswered(() => Buffer.from('800000007fffffff', 'hex'));
    expect(outcome).toMatchObject({ code: 'protocol', cause: { code: 'frame-too-large' } });
    expect(session.closed).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4_000_000);
  });

  it('refuses an array that claims more elements than follow before it takes memory for them', async () => {
    const { outcome } = await callAnswered(good => {
      good.writeUInt32BE(200_000, 28);
      return good;
    });
    expect(outcome).toMatchObject({ code: 'truncated' });
  });

  it('closes on an answer that nobody asked for, and leaves other connections alone', async () => {
    const calm = new FakeDaemon();
    calm.onFrame = frame => calm.reply(frame, connect.getHostname, 'calm');
    const calmSession = new RpcSession(calm.client);
    const { outcome, session } = await callAnswered(good => {
      good.writeUInt32BE(99, 20);
      return good;
    });
    expect(outcome).toMatchObject({ code: 'protocol', cause: { code: 'unknown-serial' } });
    expect(session.closed).toBe(true);
    expect(await calmSession.call(connect.getHostname, undefined)).toBe('calm');
    calmSession.close();
  });

  it('closes on a broken event', async () => {
    const daemon = new FakeDaemon();
    const dispatcher = new EventDispatcher(keep);
    const session = new RpcSession(daemon.client, {
      onMessage: (...message) => dispatcher.receive(...message),
    });
    const closed = new Promise<ConnectionError>(resolve => session.onClose(resolve));
    const header = {
      program: programs.remote,
      procedure: 318,
      type: messageTypes.message,
      serial: 0,
      status: 0,
    };
    daemon.raw(sealFrame(Buffer.alloc(32), header));
    expect(await closed).toMatchObject({ code: 'protocol' });
  });
});
