import { describe, expect, it } from 'vitest';
import { Connection } from './connection.ts';
import { ConnectionError } from './errors.ts';
import * as connect from './procedures/connect.ts';
import { SupervisedConnection } from './supervised-connection.ts';
import { FakeClock, settle } from './testing/fake-clock.ts';
import { FakeDaemon } from './testing/fake-daemon.ts';
import { parseLibvirtUri } from './uri.ts';

const uri = parseLibvirtUri('qemu+tcp://kvm-1/system');

/** A daemon that lets every client in. */
function politeDaemon(authTypes: number[] = [0]): FakeDaemon {
  const daemon = new FakeDaemon();
  daemon.onFrame = frame => {
    if (frame.procedure === connect.authList.number) daemon.reply(frame, connect.authList, authTypes);
    if (frame.procedure === connect.open.number) daemon.reply(frame, connect.open, undefined);
    if (frame.procedure === connect.supportsFeature.number)
      daemon.reply(frame, connect.supportsFeature, true);
    if (frame.procedure === connect.authPolkit.number) daemon.refuse(frame, 45, 'authentication failed');
  };
  return daemon;
}

function setUp(openings: (() => FakeDaemon)[], random = () => 0.5) {
  const clock = new FakeClock();
  const log: string[] = [];
  const daemons: FakeDaemon[] = [];
  const supervised = new SupervisedConnection({
    clock,
    random,
    backoff: { baseMs: 1_000, capMs: 5_000 },
    open: async () => {
      const next = openings.shift();
      if (!next) throw new Error('nobody there');
      const daemon = next();
      daemons.push(daemon);
      return Connection.over(daemon.client, uri, { clock });
    },
    onUp: async () => void log.push(`up at ${clock.now()}`),
    onDown: (reason, retryInMs) =>
      log.push(`down: ${reason instanceof Error ? reason.message : ''}, in ${retryInMs}`),
  });
  return { clock, log, daemons, supervised };
}

describe('SupervisedConnection', () => {
  it('backs off with full jitter up to the cap, and starts over after a success', async () => {
    const nobody = () => {
      throw new Error('refused');
    };
    const set = setUp([nobody, nobody, nobody, nobody, politeDaemon]);
    set.supervised.start();
    await settle();
    await set.clock.advance(500 + 1_000 + 2_000 + 2_500);
    await settle();
    const downs = [500, 1_000, 2_000, 2_500].map(ms => `down: refused, in ${ms}`);
    expect(set.log).toEqual([...downs, 'up at 6000']);
    set.daemons[0]?.hangUp();
    await settle();
    expect(set.log.at(-1)).toBe('down: the peer closed the connection, in 500');
    expect(set.supervised.current).toBeNull();
    set.supervised.stop();
  });

  it('draws the delay over the whole range', async () => {
    for (const [random, delay] of [
      [0, 0],
      [0.999, 999],
    ] as const) {
      const set = setUp([], () => random);
      set.supervised.start();
      await settle();
      expect(set.log[0]).toBe(`down: nobody there, in ${delay}`);
      set.supervised.stop();
    }
  });

  it('tries again at once when asked', async () => {
    const set = setUp([
      () => {
        throw new Error('refused');
      },
      politeDaemon,
    ]);
    set.supervised.start();
    await settle();
    set.supervised.retryNow();
    await settle();
    expect(set.log.at(-1)).toBe('up at 0');
    set.supervised.stop();
  });

  it('stays silent after stop', async () => {
    const set = setUp([politeDaemon]);
    set.supervised.start();
    await settle();
    set.supervised.stop();
    await set.clock.advance(60_000);
    expect(set.log).toEqual(['up at 0']);
    expect(set.clock.timers).toBe(0);
  });
});

describe('Connection', () => {
  it('opens what the URI names, read-only if asked', async () => {
    const daemon = politeDaemon();
    const connection = await Connection.over(daemon.client, uri, { readOnly: true });
    const open = daemon.calls().find(c => c.procedure === connect.open.number);
    expect(open && daemon.args(open, connect.open)).toEqual({ name: 'qemu:///system', flags: 1 });
    connection.close();
  });

  it.each([
    [[1], 'asks for SASL'],
    [[2], 'polkit'],
    [[7], 'unknown type'],
  ])('says what to do when the daemon wants authentication %j', async (types, text) => {
    const daemon = politeDaemon(types);
    const error = await Connection.over(daemon.client, uri).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: 'authentication', message: expect.stringContaining(text) });
    expect(daemon.client.destroyed).toBe(true);
  });

  it('gives events to the listener of their callback id', async () => {
    const { registerDomainEvent } = await import('./procedures/event-registration.ts');
    const { domainEvents } = await import('./events/domain-events.ts');
    const daemon = politeDaemon();
    const connection = await Connection.over(daemon.client, uri);
    daemon.onFrame = frame => daemon.reply(frame, registerDomainEvent, 5);
    const seen: unknown[] = [];
    await connection.onDomainEvent('lifecycle', body => seen.push(body));
    const domain = { name: 'web', uuid: '11111111-2222-3333-4444-555555555555', id: 3 };
    const body = { domain, type: 2, detail: 0 };
    daemon.event(domainEvents.lifecycle.message, 5, domainEvents.lifecycle.body, body);
    daemon.event(domainEvents.lifecycle.message, 6, domainEvents.lifecycle.body, body);
    daemon.event(domainEvents.reboot.message, 5, domainEvents.reboot.body, { domain });
    await settle();
    expect(seen).toEqual([body]);
    connection.close();
  });

  it('survives a listener that throws', async () => {
    const { registerDomainEvent } = await import('./procedures/event-registration.ts');
    const { domainEvents } = await import('./events/domain-events.ts');
    const daemon = politeDaemon();
    const errors: unknown[] = [];
    const connection = await Connection.over(daemon.client, uri, { onListenerError: e => errors.push(e) });
    daemon.onFrame = frame => daemon.reply(frame, registerDomainEvent, 1);
    const oops = new Error('oops');
    await connection.onDomainEvent('reboot', () => {
      throw oops;
    });
    const domain = { name: 'web', uuid: '11111111-2222-3333-4444-555555555555', id: 3 };
    daemon.event(domainEvents.reboot.message, 1, domainEvents.reboot.body, { domain });
    await settle();
    expect(errors).toEqual([oops]);
    expect(connection.closed).toBe(false);
    connection.close();
  });
});
