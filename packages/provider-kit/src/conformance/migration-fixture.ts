import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';

export interface MovableSpec {
  method: MigrationMethod;
  /** Its name starts with `conf-`. */
  name: string;
}

/** What moves are tried with; left out where nothing can be moved. Ids are native. */
export interface MigrationFixture {
  /** An instance that runs and can be moved in this way; resolves when it has booted. */
  make: (spec: MovableSpec) => Promise<string>;
  /** Another host that it can go to in this way, whole and at once. */
  destination: (native: string, method: MigrationMethod) => Promise<string>;
  /**
   * Settings under which a move lasts: long enough to be called off, changed or followed (some seconds), and not so
   * long that a test which waits for its end would be late.
   */
  lasting: Partial<MigrateArgs>;
  /** The same, and long enough for another provider to be opened and to list everything. Left out: no longer than those. */
  outlasting?: Partial<MigrateArgs>;
  /** Where no setting of a move does that: makes those outlast another provider's opening that begin until the end returned. */
  slow?: () => Promise<() => Promise<void>>;
  /** By the backend's own tools: where it is. Throws when it is on two hosts, or when something of it was left behind. */
  hostOf: (native: string) => Promise<string | null>;
  /** By the backend's own tools: it has not been started anew since it was made. Null where nobody can tell. */
  hasRunThrough: (native: string) => Promise<boolean | null>;
  /** By the backend's own tools: begins a move and waits for its end. Left out where nobody else can. */
  moveOutside?: (native: string, toHost: string) => Promise<void>;
  /** The job goes on when Orrery is gone. */
  outlivesUs: boolean;
}
