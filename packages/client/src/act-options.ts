export interface ActOptions {
  /** The same key makes the same request once, however often it is sent. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}
