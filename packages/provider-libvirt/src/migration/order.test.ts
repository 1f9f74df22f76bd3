import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { migrateFlags } from '@orrery/libvirt/procedures/flags.ts';
import { expect, it } from 'vitest';
import { checkCombination, orderOf, toMiBps } from './order.ts';

const facts = {
  args: migrateArgs.parse({}),
  route: { daemon: 'qemu+tls://b/system', data: null },
  persistent: true,
  sameStorage: false,
  copiedDisks: null,
  destinationXml: null,
};
const names = (flags: number) =>
  Object.entries(migrateFlags).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));

it('asks for no more than a plain live move needs', () => {
  const { flags, params } = orderOf(facts);
  expect(names(flags)).toEqual([
    'live',
    'peer2peer',
    'persistDestination',
    'undefineSource',
    'changeProtection',
    'abortOnError',
  ]);
  expect(params).toEqual([]);
});

it('is unsafe only when the storage was seen to be the same', () => {
  expect(names(orderOf(facts).flags)).not.toContain('unsafe');
  expect(names(orderOf({ ...facts, sameStorage: true }).flags)).toContain('unsafe');
});

it('leaves a transient domain transient', () => {
  const { flags } = orderOf({ ...facts, persistent: false });
  expect(names(flags)).not.toContain('persistDestination');
  expect(names(flags)).not.toContain('undefineSource');
});

it('names the disks that are copied, in full or only what their backing file lacks', () => {
  const block = { ...facts, copiedDisks: ['vda', 'vdb'] };
  expect(names(orderOf(block).flags)).toContain('nonSharedDisk');
  const incremental = orderOf({ ...block, args: { ...facts.args, incremental: true } });
  expect(names(incremental.flags)).toContain('nonSharedInc');
  expect(names(incremental.flags)).not.toContain('nonSharedDisk');
  expect(incremental.params.map(p => [p.name, p.value])).toEqual([
    ['migrate_disks', 'vda'],
    ['migrate_disks', 'vdb'],
  ]);
});

it('carries every setting', () => {
  const args = migrateArgs.parse({
    bandwidth: 5_000_000,
    autoConverge: true,
    parallel: 4,
    tls: true,
    transport: 'managed',
    abortOnError: false,
  });
  const route = { daemon: 'qemu+tcp://10.0.0.2/system', data: 'tcp://10.0.0.2' };
  const { flags, params } = orderOf({ ...facts, args, route });
  expect(names(flags)).toEqual(expect.arrayContaining(['autoConverge', 'parallel', 'tls']));
  expect(names(flags)).not.toContain('peer2peer');
  expect(names(flags)).not.toContain('abortOnError');
  expect(params).toEqual([
    { name: 'bandwidth', type: 'ullong', value: 5 },
    { name: 'parallel.connections', type: 'int', value: 4 },
    { name: 'migrate_uri', type: 'string', value: 'tcp://10.0.0.2' },
  ]);
});

it.each([
  [1, 1],
  [1_048_576, 1],
  [1_048_577, 2],
])('%d bytes per second are %d MiB', (bytes, mib) => {
  expect(toMiBps(bytes)).toBe(mib);
});

it.each([
  { transport: 'tunnelled', method: 'block' },
  { transport: 'tunnelled', tls: true },
  { transport: 'tunnelled', postCopy: true },
  { compression: true, parallel: 2 },
])('%j does not go together', over => {
  expect(() => checkCombination(migrateArgs.parse(over))).toThrow(
    expect.objectContaining({ code: 'args.invalid' }),
  );
});
