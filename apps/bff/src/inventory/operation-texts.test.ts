import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { expect, it } from 'vitest';
import { publicArgs } from './operation-texts.ts';

const nobodys = () => false;

it('where somebody was sent is not told, how is', () => {
  const args = migrateArgs.parse({
    toHost: 'lab:kvm-host-1',
    storagePool: 'lab:pool-of-kvm-host-1',
    method: 'cold',
  });
  expect(publicArgs(args, nobodys)).toEqual({ ...args, toHost: null, storagePool: null });
  expect(JSON.stringify(publicArgs(args, nobodys))).not.toContain('kvm-host-1');
});

it('is looked for inside, too; lists and everything else stay as they are', () => {
  const args = {
    source: { from: 'volume', volume: 'lab:vol-1' },
    place: { host: 'lab:kvm-host-1', zone: 'blue' },
    tags: ['host', 'web'],
    count: 2,
    note: null,
  };
  expect(publicArgs(args, nobodys)).toEqual({ ...args, place: { host: null, zone: 'blue' } });
});

it('to which project something went is told to its members only', () => {
  const args = { project: 'red', deep: [{ project: 'red' }] };
  expect(publicArgs(args, project => project === 'red')).toEqual(args);
  expect(publicArgs(args, nobodys)).toEqual({ project: null, deep: [{ project: null }] });
});
