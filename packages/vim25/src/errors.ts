import type { VimObject } from './values.ts';

export type TransportErrorCode =
  | 'name' // the host name does not resolve
  | 'refused' // nothing listens there, or no way leads there
  | 'timeout' // no answer within the deadline: what became of the call is unknown
  | 'tls' // the certificate is not trusted, or TLS failed otherwise
  | 'fingerprint' // another certificate than the pinned one
  | 'closed' // the connection broke in the middle
  | 'http' // an answer that is not of the API
  | 'protocol'; // an answer that cannot be read

/** There was no usable answer. */
export class VimTransportError extends Error {
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'VimTransportError';
    this.code = code;
  }
}

/** The server answered with a fault of the API; `fault` is its type, such as `NoPermission`. */
export class VimFault extends Error {
  readonly fault: string;
  readonly detail: VimObject;
  /** The method that was called, or the task that failed. */
  readonly method: string;

  constructor(fault: { fault: string; message: string; detail: VimObject; method: string }) {
    super(fault.message === '' ? `${fault.method}: ${fault.fault}` : fault.message);
    this.name = 'VimFault';
    this.fault = fault.fault;
    this.detail = fault.detail;
    this.method = fault.method;
  }

  /** Of a NoPermission fault: the privilege that the account lacks. */
  get privilege(): string | null {
    const id = this.detail['privilegeId'];
    return typeof id === 'string' && id !== '' ? id : null;
  }
}

export const isFault = (error: unknown, ...faults: string[]): error is VimFault =>
  error instanceof VimFault && faults.includes(error.fault);
