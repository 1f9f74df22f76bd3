import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSort } from '../query/sort.ts';
import { type Machine, machine, machineFields } from '../testing/machine.ts';
import { FoldedTexts } from './folded-texts.ts';
import type { Job } from './job.ts';
import { Slots } from './slots.ts';
import { compareResources } from './sort-keys.ts';
import { SortIndex } from './sort-index.ts';

const columns = (sort: string) => parseSort(sort, machineFields).columns;

function finish(job: Job): void {
  let step = job.next();
  while (step.done !== true) step = job.next();
}

/** Few values, so that many rows tie; some have none. */
const anyCpu = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
const anyName = fc.constantFrom('a', 'b', 'web-2', 'web-10');
const anyRow = fc.record({ cpu: anyCpu, name: anyName });
const anyChange = fc.record({ row: fc.nat(399), to: fc.option(anyRow, { nil: undefined }) });

it('an order that starts from another one is the order from scratch, whatever changes meanwhile', () => {
  const sorts = fc.constantFrom('cpu', '-cpu', 'name', '-name', 'cpu,name', '-cpu,name', 'name,-cpu');
  const values = fc.record({
    rows: fc.array(anyRow, { maxLength: 400, size: 'max' }),
    changes: fc.array(anyChange, { maxLength: 10 }),
    from: sorts,
    to: sorts,
    steps: fc.nat(5),
  });
  fc.assert(
    fc.property(values, ({ rows, changes, from, to, steps }) => {
      const slots = new Slots<Machine>();
      rows.forEach((row, n) => slots.set(slots.assign(`m${n}`), machine(`m${n}`, row)));
      const first = new SortIndex(columns(from), slots);
      finish(first.build());
      const second = new SortIndex(columns(to), slots);
      second.startFrom(first);
      const job = second.build();
      for (let step = 0; step < steps; step += 1) job.next();
      for (const { row, to: change } of changes) {
        if (row >= rows.length || slots.row(row) === undefined) continue;
        const after = change && machine(`m${row}`, change);
        if (after) slots.set(row, after);
        for (const index of [first, second]) index.update(row, after);
        if (!after) slots.release(row);
      }
      finish(job);
      const truth = rows.flatMap((_, n) => slots.row(n) ?? []).sort(compareResources(columns(to)));
      expect(second.all.order().map(slot => slots.idOf(slot))).toEqual(truth.map(({ id }) => id));
    }),
    { numRuns: 60 },
  );
});

it('texts are those of the latest row, without those of hidden fields', () => {
  const texts = new FoldedTexts(machineFields, ['topology']);
  const before = machine('m1', { name: 'Übung', host: 'kvm-7', tags: ['PROD'] });
  expect(texts.of(before)).toContain('ubung');
  expect(texts.of(before)).toContain('prod');
  expect(texts.of(before)).not.toContain('kvm-7');
  const busier = { ...before, cpu: 99 };
  texts.changed(before, busier);
  const renamed = { ...busier, name: 'Probe' };
  texts.changed(busier, renamed);
  expect(texts.of(renamed)).toContain('probe');
  expect(texts.of(renamed)).not.toContain('ubung');
  texts.changed(renamed, undefined);
  expect(texts.of(machine('m1', { name: 'anew' }))).toContain('anew');
});
