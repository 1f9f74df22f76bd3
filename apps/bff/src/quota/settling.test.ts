import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { expect, it } from 'vitest';
import { createInventory } from '../inventory/testing/inventory-rig.ts';
import { amountsOf, type HeldReservation } from '../operations/reservation.ts';
import { Settling } from './settling.ts';

/** Of something that failed to appear in time, so that it is given back at the first look that sees it. */
const ended = (operation: string): HeldReservation => ({
  ...{ operation, kind: 'instance', target: `lab:${operation}`, name: operation, tags: [] },
  ...{ project: 'blue', backend: 'lab', host: null },
  ...{ amounts: amountsOf({ instances: 1 }), expects: { is: 'there' }, endedAt: -1e9 },
});

it('LA-5: what ends while reservations are looked through is given back too', async () => {
  const clock = new ManualClock();
  const held = new Map([['first', ended('first')]]);
  let answer = () => {};
  const settling = new Settling({
    store: createInventory().inventory.store,
    clock,
    log: () => undefined,
    operations: {
      reservations: () => {
        const seen = [...held.values()];
        return new Promise(resolve => {
          answer = () => resolve(seen);
        });
      },
      release: async operations => {
        for (const operation of operations) held.delete(operation);
      },
    },
  });
  settling.watch();
  await clock.advance(1_000);
  held.set('second', ended('second'));
  settling.watch();
  answer();
  await clock.advance(1_000);
  expect([...held.keys()]).toEqual(['second']);
  answer();
  await clock.advance(1_000);
  expect([...held.keys()]).toEqual([]);
  settling.stop();
});
