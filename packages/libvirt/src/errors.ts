import { errorCodeNames, errorDomainNames } from './error-codes.ts';

export type ProtocolErrorCode =
  | 'frame-too-large'
  | 'frame-too-small'
  | 'truncated'
  | 'limit'
  | 'bad-value'
  | 'unknown-program'
  | 'unknown-serial'
  | 'unexpected-message';

/** The peer sent bytes that are not libvirt's protocol. The connection that carried them is closed. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, message: string) {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
  }
}

export type ConnectionErrorCode =
  | 'uri'
  | 'refused'
  | 'tls'
  | 'ssh'
  | 'authentication'
  | 'closed'
  | 'dead-peer'
  | 'protocol'
  | 'timeout';

/** A connection could not be made or is gone. The message says what to do where that is known. */
export class ConnectionError extends Error {
  readonly code: ConnectionErrorCode;

  constructor(code: ConnectionErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ConnectionError';
    this.code = code;
  }
}

/** No answer within the call's deadline. The daemon may still do what was asked. */
export class CallTimeoutError extends Error {
  readonly procedure: string;

  constructor(procedure: string, deadlineMs: number) {
    super(`${procedure}: no answer within ${deadlineMs} ms`);
    this.name = 'CallTimeoutError';
    this.procedure = procedure;
  }
}

export interface RemoteError {
  code: number;
  domain: number;
  message: string | null;
  level: number;
  str1: string | null;
  str2: string | null;
  str3: string | null;
  int1: number;
  int2: number;
}

/** What the daemon answered instead of a result (virterror.h). */
export class LibvirtError extends Error {
  readonly code: number;
  /** Such as NO_DOMAIN, the part after VIR_ERR_. */
  readonly codeName: string;
  readonly domain: number;
  /** Such as QEMU, the part after VIR_FROM_. */
  readonly domainName: string;
  readonly detail: RemoteError;

  constructor(remote: RemoteError) {
    const codeName = errorCodeNames[remote.code] ?? `CODE_${remote.code}`;
    super(remote.message ?? `libvirt error ${codeName}`);
    this.name = 'LibvirtError';
    this.code = remote.code;
    this.codeName = codeName;
    this.domain = remote.domain;
    this.domainName = errorDomainNames[remote.domain] ?? `DOMAIN_${remote.domain}`;
    this.detail = remote;
  }
}

export const isLibvirtError = (error: unknown, ...codeNames: string[]): error is LibvirtError =>
  error instanceof LibvirtError && (codeNames.length === 0 || codeNames.includes(error.codeName));
