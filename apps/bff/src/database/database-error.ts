export type DatabaseErrorCode =
  | 'database.unsupported-platform'
  | 'database.no-unprivileged-user'
  | 'database.not-reachable-by-user'
  | 'database.no-place'
  | 'database.in-use'
  | 'database.wrong-version'
  | 'database.start-failed'
  | 'database.unreachable'
  | 'migration.bad-file'
  | 'migration.changed'
  | 'migration.newer-database'
  | 'migration.failed';

/** A reason not to start, worded for the person at the terminal: what is wrong, then what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
