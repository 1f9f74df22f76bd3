import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anAdmin, BootsRig } from '../testing/boots-rig.ts';
import { mostMs, quietMs, settledMs } from './boot-follower.ts';
import { mostFollowed } from './boot-logs.ts';
import { mostOfOne } from './boot-recording.ts';

let rig: BootsRig;
beforeEach(() => {
  rig = new BootsRig();
});
afterEach(async () => {
  rig.logs.stop();
  await rig.consoles.stop();
});

const none = (id?: string) => {
  const reply = rig.reply(id);
  return 'none' in reply ? reply.none : reply;
};

describe('CO-30: a boot that an operation begins is listened to', () => {
  it('from the moment that the instance runs, and can be read while it boots', async () => {
    await rig.row();
    await rig.operation({ action: 'start' });
    expect(rig.opened).toHaveLength(0);
    await rig.running();
    await rig.says('[ 0.0] Linux\r\n');
    expect(rig.read()).toMatchObject({ cause: 'start', endedAt: null, text: '[ 0.0] Linux\r\n', bytes: 14 });
    await rig.says('login: ');
    expect(rig.read().text).toBe('[ 0.0] Linux\r\nlogin: ');
  });

  it('of a launch, whose instance has no row at first', async () => {
    await rig.operation({ action: 'create', target: null });
    await rig.operation({ action: 'create' });
    await rig.running();
    await rig.says('hello');
    expect(rig.read()).toMatchObject({ cause: 'create', text: 'hello' });
  });

  it.each(['reboot', 'reset'])('of a %s, at once', async action => {
    await rig.running();
    await rig.operation({ action });
    await rig.says('again');
    expect(rig.read()).toMatchObject({ cause: action, text: 'again' });
  });

  it('of a reboot that somebody watches: without what was said before', async () => {
    await rig.booting();
    await rig.says('the first boot');
    await rig.operation({ id: 'op-2', action: 'reboot' });
    await rig.says('the second');
    expect(rig.opened).toHaveLength(1);
    expect(rig.read()).toMatchObject({ operation: 'op-2', text: 'the second' });
  });

  it('not of one that goes on from saved memory, that is paused, or is none of ours', async () => {
    await rig.row({ hasSavedState: true });
    await rig.operation({ action: 'start' });
    await rig.running({ hasSavedState: false });
    await rig.operation({ action: 'pause', id: 'op-2' });
    expect(rig.opened).toHaveLength(0);
    expect(none()).toMatchObject({ code: 'boot-log.none' });
  });

  it('not where there is no serial line, and says so', async () => {
    await rig.running({ consoles: ['vnc'] });
    await rig.operation({ action: 'reboot' });
    expect(rig.opened).toHaveLength(0);
    expect(none()).toMatchObject({
      code: 'boot-log.no-line',
      reason: expect.stringContaining('no serial line'),
    });
    rig.without('instance.console', 'This back end opens no consoles');
    expect(() => rig.reply()).toThrow(
      expect.objectContaining({ code: 'capability.missing', message: 'This back end opens no consoles' }),
    );
  });

  it('goes on where a launch switches it off and on once more', async () => {
    await rig.booting();
    await rig.says('first ');
    rig.line.end({ reason: 'stopped', message: 'It is off' });
    await rig.row();
    await rig.running();
    await rig.says('second');
    expect(rig.opened).toHaveLength(2);
    expect(rig.read().text).toBe('first second');
  });
});

describe('CO-31: it is over', () => {
  it('when an address of the new instance is known and it is quiet', async () => {
    await rig.operation({ action: 'create' });
    await rig.running();
    await rig.says('up');
    await rig.operation({ action: 'create', status: 'succeeded' });
    await rig.running({
      addresses: [{ address: '10.0.0.2', version: 4, mac: null, from: 'lease' }],
    });
    await rig.clock.advance(settledMs - 2_000);
    await rig.says('more');
    await rig.clock.advance(settledMs - 2_000);
    expect(rig.read().endedAt).toBeNull();
    await rig.clock.advance(4_000);
    expect(rig.read()).toMatchObject({ end: 'ready', text: 'upmore' });
  });

  it('when the agent answers and it is quiet; an old address says nothing', async () => {
    const addresses = [{ address: '10.0.0.2', version: 4 as const, mac: null, from: 'lease' as const }];
    await rig.running({ addresses });
    await rig.operation({ action: 'reboot' });
    await rig.operation({ action: 'reboot', status: 'succeeded' });
    await rig.clock.advance(settledMs + 2_000);
    expect(rig.read().end).toBeNull();
    await rig.running({ addresses, agent: 'connected' });
    await rig.clock.advance(2_000);
    expect(rig.read().end).toBe('ready');
  });

  it('when it says nothing for long', async () => {
    await rig.booting();
    await rig.operation({ status: 'succeeded' });
    await rig.clock.advance(quietMs + 2_000);
    expect(rig.read()).toMatchObject({ end: 'quiet', bytes: 0 });
  });

  it('after a few minutes, however much it says', async () => {
    await rig.booting();
    for (let ms = 0; ms < mostMs; ms += 4_000) {
      await rig.says('.');
      await rig.clock.advance(4_000);
    }
    expect(rig.read().end).toBe('limit');
    expect(rig.logs.followed).toBe(0);
  });

  it('at once when somebody else has the console at the back end', async () => {
    await rig.booting();
    await rig.says('so far');
    rig.line.end({ reason: 'taken', message: 'Somebody else has opened it' });
    await rig.clock.advance(0);
    expect(rig.read()).toMatchObject({ end: 'taken', text: 'so far' });
    await rig.clock.advance(60_000);
    expect(rig.opened).toHaveLength(1);
  });

  it('before it began, when somebody else had it first', async () => {
    rig.refusal = new ProviderError('backend.refused', 'Somebody has its serial console open');
    await rig.booting();
    expect(rig.logs.followed).toBe(0);
    rig.refusal = null;
    await rig.clock.advance(60_000);
    expect(rig.opened).toHaveLength(0);
    expect(none()).toMatchObject({ code: 'boot-log.none' });
  });

  it('not when it could not be opened for another reason: that is tried again', async () => {
    rig.refusal = new ProviderError('backend.unavailable', 'No way to its host');
    await rig.booting();
    rig.refusal = null;
    await rig.clock.advance(1_000);
    await rig.says('late');
    expect(rig.read().text).toBe('late');
  });

  it('when the operation fails before it ran; what an earlier boot said stays', async () => {
    await rig.booting();
    await rig.says('earlier');
    await rig.operation({ status: 'succeeded' });
    await rig.clock.advance(quietMs + 2_000);
    await rig.row();
    await rig.operation({ id: 'op-2' });
    await rig.operation({ id: 'op-2', status: 'failed' });
    expect(rig.logs.followed).toBe(0);
    expect(rig.read()).toMatchObject({ text: 'earlier', isPast: true });
  });

  it('and the line is given back soon after', async () => {
    await rig.booting();
    await rig.operation({ status: 'succeeded' });
    await rig.clock.advance(quietMs + 2_000);
    await rig.clock.advance(10_000);
    expect((await rig.line.ended).reason).toBe('closed');
  });
});

describe('CO-32: what is kept', () => {
  it('is the end of a boot that says more than fits', async () => {
    await rig.booting();
    await rig.says('x'.repeat(mostOfOne));
    await rig.says('panic');
    const { bytes, droppedBytes, text } = rig.read();
    expect({ bytes, droppedBytes, tail: text.slice(-6) }).toEqual({
      bytes: mostOfOne,
      droppedBytes: 5,
      tail: 'xpanic',
    });
  });

  it('is bounded in all, and the newest boots win', async () => {
    rig.logs.stop();
    rig = new BootsRig(3 * mostOfOne);
    for (const n of [1, 2, 3, 4]) {
      await rig.running({ id: `lab:m${n}`, name: `m${n}` });
      await rig.operation({ id: `op-${n}`, action: 'reset', target: `lab:m${n}` });
      await rig.says('x'.repeat(mostOfOne));
    }
    expect(none('lab:m1')).toMatchObject({ code: 'boot-log.none' });
    for (const n of [2, 3, 4]) expect(rig.read(`lab:m${n}`).bytes).toBe(mostOfOne);
    expect(rig.shelf.bytes).toBe(3 * mostOfOne);
  });

  it('goes with its instance, and does not go along to another project', async () => {
    await rig.booting();
    await rig.says('secret of the one');
    await rig.running({ project: '019c0000-0000-7000-8000-00000000000b' });
    expect(none()).toMatchObject({ code: 'boot-log.none' });
    await rig.operation({ id: 'op-2', action: 'reset' });
    await rig.says('x');
    expect(rig.read('lab:web-1').text).toBe('x');
    expect(rig.opened).toHaveLength(2);
    rig.inventory.retract('instance', ['lab:web-1']);
    await rig.clock.advance(0);
    expect(rig.shelf.get('lab:web-1')).toBeUndefined();
    expect([rig.shelf.bytes, rig.logs.followed]).toEqual([0, 0]);
  });

  it('is for those who may use the console', async () => {
    await rig.booting();
    const as = (more: object) => () => rig.logs.read({ ...anAdmin, ...more }, 'lab:web-1');
    expect(as({ role: 'viewer' })).toThrow(expect.objectContaining({ code: 'permission.denied' }));
    expect(as({ role: null })).toThrow(expect.objectContaining({ code: 'resource.not-found' }));
    expect(as({ role: 'operator' })()).toMatchObject({ text: '' });
  });

  it('of many boots at once there is a bound to how many are listened to', async () => {
    for (let n = 0; n < mostFollowed + 3; n++) {
      await rig.running({ id: `lab:m${n}`, name: `m${n}` });
      await rig.operation({ id: `op-${n}`, action: 'reset', target: `lab:m${n}` });
    }
    expect(rig.logs.followed).toBe(mostFollowed);
    expect(rig.opened).toHaveLength(mostFollowed);
  });
});
