import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { mostPassesShown } from '@orrery/contract/migrations/progress.ts';
import type { MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { MigrationOutlook } from '@orrery/migration-model/outlook.ts';
import type { MigrationSample } from '@orrery/migration-model/sample.ts';

type Phases = Migration['phases'];

/** A phase that was left is done; one at most runs. The same again changes nothing. */
export function enterPhase(phases: Phases, name: MigrationPhase, now: string): Phases {
  if (phases.some(phase => phase.name === name)) return phases;
  return [...endPhase(phases, 'done', now), { name, status: 'running', startedAt: now, endedAt: null }];
}

export function endPhase(phases: Phases, status: 'done' | 'failed', now: string): Phases {
  return phases.map(phase => (phase.status === 'running' ? { ...phase, status, endedAt: now } : phase));
}

/** What a sample and the model's word on it say in the row. Fields that the sample does not have stay as they were. */
export function figuresOf(
  row: Migration,
  {
    sample,
    outlook,
    diskRate,
  }: { sample: MigrationSample; outlook: MigrationOutlook; diskRate: number | null },
): Partial<Migration> {
  return {
    memory: memoryOf(sample, outlook) ?? row.memory,
    disks: sample.disk
      ? { totalBytes: sample.disk.totalBytes, doneBytes: sample.disk.doneBytes, throughput: diskRate }
      : row.disks,
    backendPercent: sample.percent ?? row.backendPercent,
    passes: passesOf(outlook).slice(-mostPassesShown),
    forecast: {
      verdict: outlook.verdict,
      leansToFinish: outlook.leansToFinish,
      kappa: outlook.kappa,
      etaMs: outlook.etaMs,
      confidence: outlook.confidence,
      basis: outlook.basis,
      pause: outlook.pause,
      remedies: [...outlook.remedies],
      stalledForMs: outlook.stalledForMs,
    },
  };
}

function memoryOf(sample: MigrationSample, outlook: MigrationOutlook): Migration['memory'] {
  const { memory, pass, throttlePercent } = sample;
  if (!memory || memory.totalBytes <= 0) return null;
  return {
    totalBytes: memory.totalBytes,
    remainingBytes: memory.remainingBytes,
    sentBytes: memory.contentBytes,
    pass: pass ?? outlook.passes.length + 1,
    throughput: outlook.bandwidth,
    dirtyRate: outlook.dirtyRate,
    workingSetBytes: outlook.workingSet,
    throttlePercent: throttlePercent ?? 0,
  };
}

const passesOf = ({ passes }: MigrationOutlook): Migration['passes'] =>
  passes.map(({ pass, endedAtMs, seconds, sentBytes, dirtiedBytes, listedBytes }) => ({
    pass,
    endedAtMs,
    seconds,
    sentBytes,
    dirtiedBytes,
    leftBytes: dirtiedBytes + listedBytes,
  }));
