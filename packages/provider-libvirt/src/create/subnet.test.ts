import { networkCreationSchema } from '@orrery/contract/creation/creation.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlap, planAddresses, subnetOf, toAddress, toNumber } from './subnet.ts';

const plan = (change: object) =>
  planAddresses(networkCreationSchema.parse({ name: 'n', type: 'nat', cidr: '10.1.2.0/24', ...change }));

it('takes the first address for itself and gives out the rest', () => {
  expect(plan({})).toEqual({
    gateway: '10.1.2.1',
    prefix: 24,
    dhcp: { start: '10.1.2.2', end: '10.1.2.254' },
  });
  expect(plan({ cidr: '10.1.2.99/29' })).toMatchObject({
    gateway: '10.1.2.97',
    dhcp: { start: '10.1.2.98', end: '10.1.2.102' },
  });
  expect(plan({ dhcp: false })).toMatchObject({ dhcp: null });
  expect(plan({ dhcpRange: { start: '10.1.2.50', end: '10.1.2.60' } })).toMatchObject({
    dhcp: { start: '10.1.2.50', end: '10.1.2.60' },
  });
});

it('needs no addresses where there is no router', () => {
  expect(plan({ type: 'isolated', cidr: null })).toBeNull();
  expect(plan({ type: 'bridged', cidr: null, bridge: 'br0' })).toBeNull();
  expect(() => plan({ type: 'nat', cidr: null })).toThrow('needs a range');
  expect(() => plan({ type: 'routed', cidr: null })).toThrow('needs a range');
});

it.each([
  ['10.1.2.1', '10.1.2.9', 'its own address'],
  ['10.1.2.9', '10.1.2.8', 'backwards'],
  ['10.1.2.9', '10.1.2.255', 'the broadcast address'],
  ['10.1.3.9', '10.1.3.20', 'elsewhere'],
])('refuses to give out %s to %s: %s', (start, end) => {
  expect(() => plan({ dhcpRange: { start, end } })).toThrow('does not fit');
});

it.each(['10.0.0.0/30', '10.0.0.0/7', '10.0.0.1/32'])('refuses %s', cidr => {
  expect(() => plan({ cidr })).toThrow('not a usable range');
});

const address = fc.integer({ min: 0, max: 0xffff_ffff });

it('reads what it writes', () => {
  fc.assert(
    fc.property(address, n => {
      expect(toNumber(toAddress(n))).toBe(n);
    }),
  );
});

it('two ranges overlap when one holds the first address of the other', () => {
  const subnet = fc
    .tuple(address, fc.integer({ min: 1, max: 30 }))
    .map(([n, prefix]) => subnetOf(`${toAddress(n)}/${prefix}`));
  const holds = (a: { first: number; last: number }, n: number) => a.first <= n && n <= a.last;
  fc.assert(
    fc.property(subnet, subnet, (a, b) => overlap(a, b) === (holds(a, b.first) || holds(b, a.first))),
  );
});
