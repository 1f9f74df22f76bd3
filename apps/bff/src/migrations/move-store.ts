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
  /** Ended ones, newest first, after a place among them; `total` counts all that there are. */
  ended: (wanted: {
    limit: number;
    instance?: string | undefined;
    after?: MovePlace | undefined;
  }) => Promise<EndedMoves>;
}

/** Where a move stands in the order of history: by when it was first kept, then by id. */
export interface MovePlace {
  createdAt: string;
  id: string;
}

export interface EndedMoves {
  items: Migration[];
  total: number;
  /** Where the next page begins; null: there is none. */
  next: MovePlace | null;
}
