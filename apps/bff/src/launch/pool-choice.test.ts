import { expect, it } from 'vitest';
import { aStoragePool } from '../http/testing/samples.ts';
import { mostUseful } from './pool-choice.ts';

const gib = 2 ** 30;
const pool = (name: string, hosts: string[], freeGiB: number) =>
  aStoragePool({ id: name, name, hosts, capacityBytes: 1000 * gib, usedBytes: (1000 - freeGiB) * gib });
const pools = [
  pool('engines', ['c1'], 900),
  pool('archive', ['k1'], 500),
  pool('fast', ['k2'], 300),
  pool('full', ['k3'], 1),
];
const hosts = [
  { id: 'c1', runs: ['container' as const] },
  { id: 'k1', runs: ['vm' as const] },
  { id: 'k2' },
  { id: 'k3', runs: ['vm' as const] },
];
const chosen = (instances: { project: string | null; host: string }[], project: string | null = 'acme') =>
  mostUseful(pools, { project, capacityBytes: 10 * gib, instances, hosts })?.name;

it('a volume for no instance yet is made where a machine can use it, not where most is free', () => {
  expect(chosen([])).toBe('archive');
  expect(chosen([{ project: null, host: 'c1' }], null)).toBe('archive');
});

it('it is made where most instances of its project are, containers or not, as long as there is room', () => {
  const at = (host: string, project = 'acme') => ({ project, host });
  expect(chosen([at('k2')])).toBe('fast');
  expect(chosen([at('c1'), at('c1'), at('k2')])).toBe('engines');
  expect(chosen([at('c1', 'globex'), at('k2')])).toBe('fast');
  expect(chosen([at('k3'), at('k3'), at('k2')])).toBe('fast');
});

it('a pool that all hosts reach serves every instance', () => {
  const shared = aStoragePool({ id: 'shared', name: 'shared', hosts: [], capacityBytes: null });
  const instances = [
    { project: 'acme', host: 'k1' },
    { project: 'acme', host: 'k2' },
  ];
  const wish = { project: 'acme', capacityBytes: gib, instances, hosts };
  expect(mostUseful([...pools, shared], wish)?.name).toBe('shared');
  expect(mostUseful([], wish)).toBeUndefined();
});
