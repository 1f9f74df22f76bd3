import { expect, it } from 'vitest';
import { interfacesWithFilter, refersTo } from './interface-filter.ts';

const nic = (inside: string) =>
  `<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>${inside}<target dev='vnet0'/></interface>`;
const domain = (...nics: string[]) => `<domain><devices>${nics.join('')}</devices></domain>`;

it('gives the filter to interfaces that have none, and keeps the rest of them to the letter', () => {
  const [changed = ''] = interfacesWithFilter(domain(nic('')), 'orrery-1');
  expect(changed).toContain('filter="orrery-1"');
  expect(changed).toContain('vnet0');
  expect(interfacesWithFilter(domain(changed), 'orrery-1')).toEqual([]);
});

it('takes it away, and leaves those of others alone', () => {
  const [changed = ''] = interfacesWithFilter(domain(nic("<filterref filter='orrery-1'/>")), null);
  expect(changed).not.toContain('filterref');
  expect(changed).toContain('52:54:00:00:00:01');
  const theirs = domain(nic("<filterref filter='clean-traffic'/>"));
  expect(interfacesWithFilter(theirs, null)).toEqual([]);
  expect(interfacesWithFilter(theirs, 'orrery-1')).toEqual([]);
});

it('is referred to by one interface of several, and by its whole name', () => {
  const xml = domain(nic(''), nic("<filterref filter='orrery-1'/>"));
  expect(refersTo(xml, 'orrery-1')).toBe(true);
  expect(refersTo(xml, 'orrery-')).toBe(false);
  expect(refersTo(domain(nic('')), 'orrery-1')).toBe(false);
});
