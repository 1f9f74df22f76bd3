import { expect, it } from 'vitest';
import { mayCarryMoves, readLinkSpeed } from './link-speed.ts';

const device = (link: string) =>
  `<device><name>net_eno1_42_61_e4_07_05_c2</name><capability type='net'><interface>eno1</interface>${link}</capability></device>`;

it('a link that is up says its speed in megabits', () => {
  expect(readLinkSpeed(device("<link speed='10000' state='up'/>"))).toBe(1.25e9);
});

it.each([
  "<link state='up'/>",
  "<link speed='1000' state='down'/>",
  "<link speed='4294967295x' state='up'/>",
  '',
])('what says none has none: %s', link => {
  expect(readLinkSpeed(device(link))).toBeNull();
});

it('what belongs to guests is not asked', () => {
  expect(
    ['net_vnet3_fe_54', 'net_lo_00', 'net_virbr0_52', 'net_eno1_42', 'net_bond0_a0'].filter(mayCarryMoves),
  ).toEqual(['net_eno1_42', 'net_bond0_a0']);
});
