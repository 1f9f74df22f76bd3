import { type ErrorCode, errorCodes } from '@orrery/contract/errors/codes.ts';

export interface Reason {
  code?: string;
  field?: string;
  message: string;
}

/** The one error that services throw for a request that cannot be served. The border turns it into problem+json. */
export class RequestError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly reasons: readonly Reason[];

  constructor(code: ErrorCode, message: string, more: { reasons?: readonly Reason[]; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'RequestError';
    this.code = code;
    this.status = errorCodes[code];
    this.reasons = more.reasons ?? [{ code, message }];
  }
}
