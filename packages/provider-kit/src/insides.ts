import type { Prunable, PruneScope } from '@orrery/contract/images/backend-images.ts';
import type { LogLine } from '@orrery/contract/inside/logs.ts';

export interface LogOptions {
  /** So many of the last lines to begin with; null: all. */
  tail: number | null;
  /** ISO 8601: lines from then on. */
  since: string | null;
  /** Go on with what is written, until the signal ends it or the instance does. */
  follow: boolean;
}

/** What an instance writes to its outputs, kept by its host. */
export interface Logs {
  /** Throws ProviderError, before the first line or in between. Not reading holds the backend up, not the instance. */
  read: (id: string, options: LogOptions, signal: AbortSignal) => AsyncIterable<LogLine>;
}

/** Files of an instance, running or not. */
export interface Files {
  /** A tar of the file or folder. */
  read: (id: string, path: string, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  /** Unpacks a tar into a folder that is there. */
  write: (
    id: string,
    into: { path: string; tar: AsyncIterable<Uint8Array> },
    signal: AbortSignal,
  ) => Promise<void>;
}

/** Images that the backend keeps itself. */
export interface OwnImages {
  /** What could go and what that would free. Changes nothing. */
  prunable: (scope: PruneScope, signal: AbortSignal) => Promise<Prunable>;
  /** An image with all that it consists of, as a tar that the same kind of backend loads. */
  save: (id: string, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
}
