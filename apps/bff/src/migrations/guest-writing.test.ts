import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { DirtyMeasurement } from '@orrery/migration-model/sample.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { expect, it, vi } from 'vitest';
import { row } from '../inventory/resource-row.ts';
import { GuestWriting } from './guest-writing.ts';
import { admin, migrate, moveOf } from './testing/moves-rig.ts';
import { startedWorld } from './testing/started-moves.ts';

vi.setConfig({ testTimeout: 120_000 });

const look = (windowSeconds: number): DirtyMeasurement => ({
  windowSeconds,
  bytesPerSecond: 1_048_576,
  sampledPages: 64,
});
// Only these members of the row are looked at.
const guest = { id: 'lab:a', powerState: 'running', status: 'running' } as Instance;

/** A back end that looks when it is told to. */
function slowMigrator() {
  const answers = Promise.withResolvers<readonly DirtyMeasurement[]>();
  const survey = vi.fn(async () => ({
    memoryBytes: 0,
    residentBytes: null,
    hosts: [],
    dirtying: await answers.promise,
  }));
  // Nothing else of it is called.
  return { migrator: { survey } as unknown as Migrator, survey, ...answers };
}

it('MG-19: looks once, whoever asks meanwhile, and both looks count for five minutes', async () => {
  let now = 0;
  const writing = new GuestWriting(() => now);
  expect(writing.timeFor(guest)).toBe('short');
  writing.learn(guest.id, [look(1)]);
  expect([writing.timeFor(guest), writing.couldBeBetter(guest)]).toEqual(['none', true]);
  const { migrator, survey, resolve } = slowMigrator();
  const both = Promise.all([writing.lookLonger(guest, migrator), writing.lookLonger(guest, migrator)]);
  resolve([look(4)]);
  await both;
  expect(survey).toHaveBeenCalledTimes(1);
  expect(writing.of(guest.id)).toEqual([look(1), look(4)]);
  expect(writing.couldBeBetter(guest)).toBe(false);
  now = 5 * 60_000;
  expect(writing.of(guest.id)).toEqual([]);
});

it('MG-19: a long look that fails or is dropped leaves what is known, and may be tried again', async () => {
  const writing = new GuestWriting(() => 0);
  writing.learn(guest.id, [look(1)]);
  const failing = slowMigrator();
  failing.reject(new Error('it measures already'));
  await writing.lookLonger(guest, failing.migrator);
  const dropped = slowMigrator();
  dropped.resolve([]);
  await writing.lookLonger(guest, dropped.migrator);
  expect(writing.of(guest.id)).toEqual([look(1)]);
  expect(writing.couldBeBetter(guest)).toBe(true);
});

it('MG-19: does not look longer at what is not known, does not run or is on its way', async () => {
  const writing = new GuestWriting(() => 0);
  expect(writing.couldBeBetter(guest)).toBe(false);
  writing.learn(guest.id, [look(1)]);
  expect(writing.couldBeBetter({ ...guest, powerState: 'stopped', status: 'stopped' })).toBe(false);
  expect(writing.couldBeBetter({ ...guest, status: 'migrating' })).toBe(false);
  const { migrator, survey } = slowMigrator();
  await writing.lookLonger({ ...guest, status: 'migrating' }, migrator);
  expect(survey).not.toHaveBeenCalled();
});

it('MG-19: options are answered after a short look, and a move begins while the long one is under way', async () => {
  const { world, life, guest: found } = await startedWorld({ memoryMiB: 65_536 });
  const { signal } = new AbortController();
  const settings = { autoConverge: false, postCopy: false, measure: true };
  const ask = (longLook: boolean) => life.moves.optionsFor(found, { ...settings, longLook }, signal);
  const first = await ask(false);
  expect(first.measurement).toMatchObject({ windows: [1], refinable: true });
  const longer = ask(true);
  await world.clock.advance(1_000);
  const { id } = await migrate(life, found.id);
  await world.clock.advance(2_000);
  expect(moveOf(life, id).status).toBe('running');
  await world.clock.advance(3_000);
  expect((await longer).measurement).toMatchObject({ windows: [1, 4], refinable: false });
  await life.operations.cancel(admin, id);
  await world.clock.advance(30_000);
  expect(row(life.inventory.store, 'instance', found.id)?.host).toBe(found.host);
  // What was seen serves whoever asks next, at once.
  expect((await ask(false)).measurement).toMatchObject({ windows: [1, 4], refinable: false });
  await life.bury();
});
