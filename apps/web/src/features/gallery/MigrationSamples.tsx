import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { MoveCard } from '../../components/migrations/MoveCard.tsx';
import { PhaseCourse } from '../../components/migrations/PhaseCourse.tsx';
import { Remedies } from '../../components/migrations/Remedies.tsx';
import { Card } from '../../ui/Card.tsx';

const MIB = 1_048_576;

/** Moves in every state that a reader may meet, without a data centre. */
export function MigrationSamples() {
  return (
    <>
      {samples.map(sample => (
        <MoveCard key={sample.id} migration={sample} />
      ))}
      <Card title="Remedies in detail">
        <Remedies migration={hopeless} detailed />
      </Card>
      <Card title="Course of a move">
        <PhaseCourse migration={exampleMigration} />
      </Card>
    </>
  );
}

const passes = [512, 181, 92, 61, 44].map((left, index) => ({
  pass: index + 1,
  endedAtMs: 10_000 + index * 3500,
  seconds: [10, 3.6, 1.9, 1.2, 0.9][index] ?? 1,
  sentBytes: left * MIB,
  dirtiedBytes: ([181, 92, 61, 44, 33][index] ?? 30) * MIB,
  leftBytes: ([181, 92, 61, 44, 33][index] ?? 30) * MIB,
}));

const forecast = exampleMigration.forecast;
const memory = exampleMigration.memory;
const actions = ['cancel', 'setBandwidth', 'setDowntime', 'startPostCopy', 'beginAnew'].map(name => ({
  name,
  allowed: true,
}));

const sample = (id: string, change: Partial<Migration>): Migration => ({
  ...exampleMigration,
  id,
  instanceName: id,
  passes,
  actions,
  ...change,
});

const hopeless = sample('db-7', {
  progress: 0.44,
  passes: Array.from({ length: 12 }, (_, index) => ({
    pass: index + 1,
    endedAtMs: 9000 + index * 5200,
    seconds: index === 0 ? 9 : 5.2,
    sentBytes: 262 * MIB,
    dirtiedBytes: (318 + (index % 3) * 6) * MIB,
    leftBytes: (index === 0 ? 330 : 262 + (index % 4) * 5) * MIB,
  })),
  memory: memory && {
    ...memory,
    pass: 13,
    dirtyRate: 62 * MIB,
    throughput: 50 * MIB,
    remainingBytes: 240 * MIB,
  },
  forecast: forecast && {
    ...forecast,
    verdict: 'will-not-finish',
    kappa: 1.24,
    etaMs: null,
    remedies: [
      {
        kind: 'bandwidth',
        applies: 'now',
        value: 68 * MIB,
        least: 63 * MIB,
        chance: 0.97,
        etaMs: 41_000,
        pauseMs: 300,
      },
      { kind: 'downtime', applies: 'now', value: 700, least: 610, chance: 0.96, etaMs: 9000, pauseMs: 690 },
      {
        kind: 'auto-converge',
        applies: 'restart',
        value: 40,
        least: 20,
        chance: 0.95,
        etaMs: 90_000,
        pauseMs: 300,
      },
      { kind: 'post-copy', applies: 'now', value: null, least: null, chance: 1, etaMs: 6000, pauseMs: 90 },
      { kind: 'abort', applies: 'now', value: null, least: null, chance: 1, etaMs: 0, pauseMs: 0 },
    ],
  },
});

const samples: readonly Migration[] = [
  sample('web-1', {}),
  hopeless,
  sample('batch-3', {
    progress: 0.7,
    forecast: forecast && { ...forecast, verdict: 'borderline', leansToFinish: false, confidence: 'low' },
  }),
  sample('esx-guest', {
    memory: null,
    passes: [],
    limits: null,
    forecast: forecast && {
      ...forecast,
      verdict: null,
      kappa: null,
      basis: 'history',
      confidence: 'low',
      remedies: [],
    },
    backendPercent: 41,
    progress: 0.41,
  }),
  sample('starting', {
    phase: 'prepare',
    memory: null,
    passes: [],
    progress: null,
    backendPercent: null,
    forecast: null,
  }),
  sample('post', { phase: 'post-copy', pointOfNoReturn: true, progress: 0.9 }),
];
