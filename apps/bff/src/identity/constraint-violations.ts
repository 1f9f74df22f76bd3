/** SQLSTATE 23505: such a thing is there already. */
export const isUniqueViolation = (error: unknown): boolean => hasSqlState(error, '23505');

/** SQLSTATE 23503: something refers to it still, or it refers to what is not there. */
export const isForeignKeyViolation = (error: unknown): boolean => hasSqlState(error, '23503');

/** On the error itself or on what drizzle wraps. */
function hasSqlState(error: unknown, state: string): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === state) return true;
  return hasSqlState(error.cause, state);
}
