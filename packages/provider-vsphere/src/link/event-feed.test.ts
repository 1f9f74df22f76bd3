import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { readEvents, type VimEvent } from '@orrery/vim25/methods/events.ts';
import type { VimObject } from '@orrery/vim25/values.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { Publisher } from '../inventory/publisher.ts';
import { Store } from '../inventory/store.ts';
import { EventFeed } from './event-feed.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'event' as const };
const host = { type: 'HostSystem', value: 'host-1' };
const machine = { type: 'VirtualMachine', value: 'vm-1' };

function event(key: number, type: string, more: VimObject = {}): VimEvent[] {
  return readEvents({
    $type: type,
    key: String(key),
    createdTime: '2026-01-01T00:00:00Z',
    userName: 'LAB\\alice',
    vm: { name: 'old name', vm: machine },
    host: { name: 'esx-1', host },
    ...more,
  });
}

let mirror: InventoryMirror;
let own: OwnOperations;
let store: Store;
let feed: EventFeed;

beforeEach(() => {
  const clock = new ManualClock();
  mirror = new InventoryMirror(clock);
  own = new OwnOperations(clock);
  const log = new EventLog(clock, own);
  log.open(mirror);
  store = new Store();
  store.apply(machine, { name: 'web-1', 'runtime.powerState': 'poweredOn' }, seen);
  const publisher = new Publisher({ scene: { backend: 'b', store, keys: {} }, part: 'vc' });
  feed = new EventFeed({
    backend: 'b',
    store,
    publisher,
    log,
    moveBegins: () => {},
    alarmsChanged: () => {},
    ownUser: () => 'lab\\Orrery',
  });
  feed.take(event(10, 'VmPoweredOnEvent'));
});

describe('events', () => {
  it('of before are history, and each later one is told once', () => {
    expect(mirror.events).toEqual([]);
    feed.take([...event(10, 'VmPoweredOnEvent'), ...event(11, 'VmPoweredOffEvent')]);
    feed.take(event(11, 'VmPoweredOffEvent'));
    expect(mirror.events.map(e => e.type)).toEqual(['instance.stopped']);
  });

  it('name who did it, but neither a host nor ourselves', () => {
    feed.take([
      ...event(11, 'VmPoweredOffEvent'),
      ...event(12, 'DrsVmMigratedEvent', { userName: '' }),
      ...event(13, 'VmPoweredOnEvent', { userName: 'LAB\\orrery' }),
    ]);
    expect(mirror.events.map(e => e.message)).toEqual([
      'Stopped by LAB\\alice',
      'Moved to another host by DRS',
      'Started',
    ]);
    expect(mirror.events[0]).toMatchObject({ targetName: 'web-1', target: 'b:vm-1', host: 'b:host-1' });
  });

  it('that an operation causes bear its id', () => {
    own.begin('b:vm-1', 'op-1', ['instance.stopped'])();
    feed.take([...event(11, 'VmPoweredOffEvent'), ...event(12, 'VmPoweredOffEvent')]);
    expect(mirror.events.map(e => e.operation)).toEqual(['op-1', undefined]);
  });

  it('mark a machine as moving until the move has ended, well or not', () => {
    feed.take(event(11, 'VmBeingHotMigratedEvent'));
    expect(store.vmOf(machine)?.migrating).toBe(true);
    feed.take(event(12, 'VmFailedMigrateEvent'));
    expect(store.vmOf(machine)?.migrating).toBe(false);
  });

  it('that are missing between two pages are noticed', () => {
    expect(feed.hasGap(event(12, 'VmPoweredOnEvent'), 1)).toBe(true);
    expect(feed.hasGap(event(11, 'VmPoweredOnEvent'), 1)).toBe(false);
    expect(feed.hasGap(event(12, 'VmPoweredOnEvent'), 100)).toBe(false);
  });
});
