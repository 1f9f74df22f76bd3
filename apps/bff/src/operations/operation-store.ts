import type { OperationRecord } from './operation-record.ts';
import type { Held, HeldReservation, Reservation } from './reservation.ts';

export interface RequestKey {
  userId: string;
  key: string;
  /** Of what was asked: the same key with another request is a mistake. */
  hash: string;
}

export interface KnownRequest {
  hash: string;
  reply: string;
}

export type BeginResult =
  /** `begun`: ids that were written; the targets of the others are busy. */
  | { outcome: 'begun'; begun: ReadonlySet<string> }
  /** The key was used before. */
  | { outcome: 'known'; request: KnownRequest };

/** An operation that is to begin, and what it takes of quota and host. */
export interface Intent {
  record: OperationRecord;
  reservation: Reservation | null;
}

/** Intents that depend on what is reserved already. */
export interface Planning {
  /** Whose limits are read and held still meanwhile. */
  projects: readonly string[];
  /** Called once, alone in all BFFs, with what then holds. What it throws leaves no trace (LA-4). */
  plan: (held: Held) => readonly Intent[];
}

export interface BeginRequest {
  records: readonly OperationRecord[] | Planning;
  /** What the key answers from now on, given which of the records were written. */
  key?: RequestKey & { reply: (begun: ReadonlySet<string>) => string };
}

/** Operations on disk. What has been awaited here survives a crash. */
export interface OperationStore {
  known: (userId: string, key: string) => Promise<KnownRequest | undefined>;
  /** Writes intents and key in one transaction. Without any intent to write, the key stays unused. */
  begin: (request: BeginRequest) => Promise<BeginResult>;
  /**
   * Changes a record that is not finished; one that is stays as it is. With the end of an operation its reservation
   * is given back, or, when it succeeded, waits for the inventory: in the same transaction.
   */
  save: (record: OperationRecord) => Promise<void>;
  get: (id: string) => Promise<OperationRecord | undefined>;
  unfinished: () => Promise<OperationRecord[]>;
  newest: (count: number) => Promise<OperationRecord[]>;
  inBatch: (batch: string) => Promise<OperationRecord[]>;
  /** Everything reserved now. */
  reservations: () => Promise<HeldReservation[]>;
  /** Gives back what the inventory shows by now. */
  release: (operations: readonly string[]) => Promise<void>;
}
