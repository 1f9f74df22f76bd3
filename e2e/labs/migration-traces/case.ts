import type { TraceChange, TraceGuest, TraceSettings } from '@orrery/migration-model/testing/trace.ts';

/** What is to be recorded. */
export interface RecordingCase {
  name: string;
  set: 'fit' | 'judge';
  guest: TraceGuest;
  settings: TraceSettings;
  /** Changes made while it runs, by time since the start. */
  changes: TraceChange[];
  /** It is called off then. */
  cancelAfterMs: number;
}

export type CaseInput = Partial<TraceGuest> &
  Partial<TraceSettings> & { changes?: TraceChange[]; cancelAfterMs?: number };

/** A case from what is special about it. */
export function makeCase(name: string, set: RecordingCase['set'], input: CaseInput): RecordingCase {
  const memoryMiB = input.memoryMiB ?? 384;
  return {
    name,
    set,
    guest: {
      memoryMiB,
      touchedMiB: input.touchedMiB ?? memoryMiB,
      workingSetMiB: input.workingSetMiB ?? 0,
      dirtyMiBps: input.dirtyMiBps ?? 0,
      order: input.order ?? 'random',
      hot: input.hot ?? null,
      alternates: input.alternates ?? null,
    },
    settings: {
      bandwidthMiBps: input.bandwidthMiBps ?? 50,
      downtimeMs: input.downtimeMs ?? 300,
      autoConverge: input.autoConverge ?? false,
      postCopy: input.postCopy ?? false,
      disk: input.disk ?? null,
    },
    changes: input.changes ?? [],
    cancelAfterMs: input.cancelAfterMs ?? 35_000,
  };
}
