import { describe, expect, it } from 'vitest';
import type { Reported } from '../reported.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { InventoryMirror } from './mirror.ts';

const asOf = '2026-01-01T00:00:00.000Z';

const network = (id: string, change: Partial<Reported<'network'>> = {}): Reported<'network'> => ({
  id,
  kind: 'network',
  backend: 'b',
  name: id,
  project: null,
  asOf,
  source: 'poll',
  status: 'active',
  type: 'nat',
  hosts: [],
  bridge: null,
  vlan: null,
  cidrs: [],
  dhcp: true,
  dhcpRanges: [],
  autostart: null,
  instanceCount: 0,
  ...change,
});

const image = (id: string): Reported<'image'> => ({
  id,
  kind: 'image',
  backend: 'b',
  name: id,
  project: null,
  asOf,
  source: 'poll',
  status: 'available',
  format: null,
  sizeBytes: null,
  virtualSizeBytes: null,
  os: null,
  architecture: null,
  minDiskGiB: null,
  minMemoryMiB: null,
  visibility: 'public',
  protected: false,
  createdAt: null,
});

const filled = () => {
  const mirror = new InventoryMirror(new ManualClock(0));
  mirror.replace({
    part: 'one',
    kinds: ['network', 'image'],
    resources: [network('b:1'), network('b:2'), image('b:i')],
  });
  mirror.replace({ part: 'two', kinds: ['network'], resources: [network('b:3')] });
  return mirror;
};

describe('a list', () => {
  it('takes out what it does not name, of its kinds and in its part only', () => {
    const mirror = filled();
    mirror.replace({ part: 'one', kinds: ['network'], resources: [network('b:1')] });
    expect([...mirror.resources.keys()].toSorted()).toEqual(['b:1', 'b:3', 'b:i']);
  });

  it('of the whole backend takes out in every part', () => {
    const mirror = filled();
    mirror.replace({ part: null, kinds: ['network'], resources: [network('b:4')] });
    expect([...mirror.resources.keys()].toSorted()).toEqual(['b:4', 'b:i']);
  });

  it('claims what another part had: it is not lost with that part', () => {
    const mirror = filled();
    mirror.replace({ part: 'two', kinds: ['network'], resources: [network('b:1'), network('b:3')] });
    mirror.replace({ part: 'one', kinds: ['network'], resources: [] });
    expect([...mirror.resources.keys()].toSorted()).toEqual(['b:1', 'b:3', 'b:i']);
  });
});

it('figures do not change how a row was come by', () => {
  const mirror = new InventoryMirror(new ManualClock(0));
  mirror.upsert([network('b:1', { source: 'event' })]);
  mirror.metrics([{ id: 'b:1', kind: 'host', asOf, source: 'poll', latencyMs: 7 }]);
  expect(mirror.resources.get('b:1')).toMatchObject({ source: 'event', latencyMs: 7 });
});

describe('what breaks the contract is noted', () => {
  it.each([
    ['a wrong status', { ...network('b:1'), status: 'great' }],
    ['no time', { ...network('b:1'), asOf: 'yesterday' }],
    ['a field of its own', { ...network('b:1'), colour: 'red' }],
  ])('%s', (_, resource) => {
    const mirror = new InventoryMirror(new ManualClock(0));
    // Wrong on purpose: this is what a provider must not report.
    mirror.upsert([resource as Reported]);
    expect(mirror.invalid).toHaveLength(1);
  });

  it('a kind that the list is not of', () => {
    const mirror = new InventoryMirror(new ManualClock(0));
    mirror.replace({ part: null, kinds: ['network'], resources: [image('b:i')] });
    expect(mirror.invalid).toHaveLength(1);
  });
});

describe('waiting', () => {
  it('ends as soon as it is there', async () => {
    const mirror = new InventoryMirror(new ManualClock(0));
    const waiting = mirror.waitFor('b:1', () => mirror.get('network', 'b:1'), 100);
    mirror.upsert([network('b:1', { name: 'there' })]);
    expect((await waiting).name).toBe('there');
  });

  it('says what it waited for when that does not come', async () => {
    const clock = new ManualClock(0);
    const mirror = new InventoryMirror(clock);
    const waiting = expect(mirror.waitFor('a miracle', () => null, 100)).rejects.toThrow(
      'Not within 100 ms: a miracle',
    );
    await clock.advance(100);
    await waiting;
  });
});
