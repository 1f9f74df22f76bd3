import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { KeptMove } from './kept-move.ts';

/** Moves on disk. What has been awaited here survives a crash. */
export interface MoveStore {
  /** New or changed, whole. `shown` never gets less by it. */
  save: (move: KeptMove) => Promise<void>;
  /** Only how much of it was shown: often. */
  saveShown: (id: string, shown: number) => Promise<void>;
  get: (id: string) => Promise<KeptMove | undefined>;
  unfinished: () => Promise<KeptMove[]>;
  /** Ended ones, newest first; `before`: begun earlier than that (ISO 8601). */
  ended: (wanted: { limit: number; instance?: string; before?: string }) => Promise<Migration[]>;
}
