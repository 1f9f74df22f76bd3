/** Codes a provider may fail an action with. Stable; texts are not. */
export type ProviderErrorCode =
  | 'backend.unavailable' // no connection to the part that owns the resource
  | 'backend.timeout' // it did not answer within the deadline; the outcome is unknown
  | 'backend.refused' // it said no: the message is its own
  | 'backend.permission' // the account Orrery uses lacks a privilege; the message names it
  | 'resource.not-found'
  | 'resource.state' // not possible in this state (it changed meanwhile)
  | 'capability.missing'
  | 'args.invalid'
  | 'cancelled'
  | 'internal';

/** The one error that leaves a provider. `advice` says what to do about it. */
export class ProviderError extends Error {
  readonly code: ProviderErrorCode;
  readonly advice: string | null;
  /** Where one code has several known causes: which, as a stable word. Null: not told apart. */
  readonly reason: string | null;

  constructor(
    code: ProviderErrorCode,
    message: string,
    more: { cause?: unknown; advice?: string | undefined; reason?: string } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'ProviderError';
    this.code = code;
    this.advice = more.advice ?? null;
    this.reason = more.reason ?? null;
  }
}
