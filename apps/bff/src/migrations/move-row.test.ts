import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import { migrationSchema } from '@orrery/contract/migrations/migration.ts';
import { MigrationEstimator } from '@orrery/migration-model/estimator.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { MigrationSample } from '@orrery/migration-model/sample.ts';
import { anyGuest, anySample, planFor, simulateSamples } from '@orrery/migration-model/testing/guests.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf } from './move-row.ts';

const MiB = 1_048_576;
const offers: RemedyOffer[] = [
  { kind: 'bandwidth', applies: 'now' },
  { kind: 'downtime', applies: 'now' },
  { kind: 'auto-converge', applies: 'restart' },
  { kind: 'post-copy', applies: 'now' },
  { kind: 'abort', applies: 'now' },
];

/** Each row that is shown on the way is one that the contract knows. */
function expectRows(estimator: MigrationEstimator, samples: readonly MigrationSample[]): void {
  for (const sample of samples) {
    const outlook = estimator.observe(sample);
    const figures = figuresOf(exampleMigration, { sample, outlook, diskRate: null });
    const read = migrationSchema.safeParse({ ...exampleMigration, ...figures, progress: outlook.fraction });
    expect(read.error?.issues ?? [], JSON.stringify({ sample, figures })).toEqual([]);
  }
}

describe('MG-3: what is shown of a move is always a row of the contract', () => {
  it('whatever the back end tells', () => {
    fc.assert(
      fc.property(anyGuest, fc.array(anySample, { maxLength: 12 }), (guest, samples) => {
        expectRows(new MigrationEstimator(planFor(guest), { offers }), samples);
      }),
      { numRuns: 60 },
    );
  });

  it('for any guest, when it is given more in the middle', () => {
    fc.assert(
      fc.property(anyGuest, fc.double({ min: 1, max: 20, noNaN: true }), (guest, factor) => {
        const plan = planFor(guest);
        const estimator = new MigrationEstimator(plan, { offers });
        const samples = simulateSamples(guest, { forMs: 20_000, everyMs: 500 });
        const half = Math.ceil(samples.length / 2);
        expectRows(estimator, samples.slice(0, half));
        estimator.change({ ...plan.limits, bandwidth: guest.bandwidthMiBps * MiB * factor });
        const faster = simulateSamples(
          { ...guest, bandwidthMiBps: guest.bandwidthMiBps * factor },
          { forMs: 20_000, everyMs: 500 },
        );
        expectRows(
          estimator,
          faster.map(s => ({ ...s, atMs: s.atMs + (samples[half - 1]?.atMs ?? 0) })),
        );
      }),
      { numRuns: 20 },
    );
    // A second where nothing else runs, many times that on a machine with other work.
  }, 120_000);
});
