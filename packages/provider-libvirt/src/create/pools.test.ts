import { expect, it } from 'vitest';
import type { PoolFacts } from '../host/facts.ts';
import { hostRecord } from '../testing/records.ts';
import { choosePool } from './pools.ts';

const GiB = 1_073_741_824;

interface Given {
  type?: string;
  path?: string;
  freeGiB?: number;
  state?: number;
}

function hostWith(pools: Record<string, Given>) {
  const host = hostRecord('kvm-1');
  for (const [name, { type = 'dir', path = `/srv/${name}`, freeGiB = 10, state = 2 }] of Object.entries(
    pools,
  )) {
    const pool: PoolFacts = {
      asOf: '',
      source: 'poll',
      ref: { name, uuid: name },
      definition: { type, path, source: null },
      state,
      capacityBytes: 100 * GiB,
      usedBytes: (100 - freeGiB) * GiB,
      autostart: true,
      volumes: new Map(),
    };
    host.pools.set(name, pool);
  }
  return host;
}

const chosen = (pools: Record<string, Given>, bytes = GiB) => choosePool(hostWith(pools), bytes).ref.name;

it.each<[string, Record<string, Given>, string]>([
  ['what the hosts share', { default: {}, nfs: { type: 'netfs' } }, 'nfs'],
  ['the usual one', { big: { freeGiB: 90 }, default: {} }, 'default'],
  ['the usual one by its path', { a: { freeGiB: 90 }, mine: { path: '/var/lib/libvirt/images' } }, 'mine'],
  ['the roomiest of others', { a: {}, b: { freeGiB: 20 } }, 'b'],
  ['always the same of equals', { b: {}, a: {} }, 'a'],
  ['what has room', { default: { freeGiB: 0 }, b: {} }, 'b'],
  ['what is active', { default: { state: 0 }, b: {} }, 'b'],
  ['what holds files', { default: { type: 'logical' }, b: {} }, 'b'],
])('takes %s', (_, pools, expected) => expect(chosen(pools)).toBe(expected));

it('says what is missing', () => {
  expect(() => chosen({ lvm: { type: 'logical' } })).toThrow('no active storage pool');
  expect(() => chosen({ a: { freeGiB: 1 } }, 5 * GiB)).toThrow('No storage pool of its host has room');
});
