import { ManualClock } from './testing/manual-clock.ts';
import { expect, it } from 'vitest';
import { OwnOperations } from './own-operations.ts';

const setUp = () => {
  const clock = new ManualClock();
  return { clock, own: new OwnOperations(clock) };
};

it('claims everything on its target while it runs', () => {
  const { own } = setUp();
  const end = own.begin('b:1', 'op-1', ['instance.started']);
  expect(own.claim('b:1', 'instance.changed')).toBe('op-1');
  expect(own.claim('b:2', 'instance.started')).toBeUndefined();
  end();
});

it('claims what it must cause when that comes late, once', async () => {
  const { own, clock } = setUp();
  own.begin('b:1', 'op-1', ['instance.started'])();
  expect(own.claim('b:1', 'instance.stopped')).toBeUndefined();
  expect(own.claim('b:1', 'instance.started')).toBe('op-1');
  expect(own.claim('b:1', 'instance.started')).toBeUndefined();
  own.begin('b:1', 'op-2', ['instance.started'])();
  await clock.advance(3_001);
  expect(own.claim('b:1', 'instance.started')).toBeUndefined();
});

it('claims what comes late from each of several hosts', () => {
  const { own } = setUp();
  const end = own.begin('b:1', 'op-1', ['network.deleted', 'network.deleted']);
  expect(own.claim('b:1', 'network.deleted')).toBe('op-1');
  end();
  expect(own.claim('b:1', 'network.deleted')).toBe('op-1');
  expect(own.claim('b:1', 'network.deleted')).toBeUndefined();
});

it('gives an event to the operation that is to cause it', () => {
  const { own } = setUp();
  own.begin('b:1', 'op-1', ['instance.stopped']);
  own.begin('b:1', 'op-2', ['instance.started']);
  expect(own.claim('b:1', 'instance.started')).toBe('op-2');
  expect(own.claim('b:1', 'instance.stopped')).toBe('op-1');
});

it('claims what happens while something runs in its name, also when that fails', async () => {
  const { own, clock } = setUp();
  const fail = own.during({ id: 'b:1', operation: 'op-1' }, [], async () => {
    expect(own.claim('b:1', 'instance.changed')).toBe('op-1');
    throw new Error('half done');
  });
  await expect(fail).rejects.toThrow('half done');
  await clock.advance(3_001);
  expect(own.claim('b:1', 'instance.changed')).toBeUndefined();
});
