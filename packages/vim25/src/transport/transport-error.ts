import { type TransportErrorCode, VimTransportError } from '../errors.ts';

const codes: Readonly<Record<string, TransportErrorCode>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
};

const words: Partial<Record<TransportErrorCode, string>> = {
  name: 'Its name does not resolve',
  refused: 'It does not accept connections',
  timeout: 'It did not answer in time',
  closed: 'It closed the connection',
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';

/** Node's codes for certificates and TLS: CERT_…, ERR_TLS_…, ERR_SSL_…, DEPTH_ZERO_SELF_SIGNED_CERT and their like. */
const isTls = (code: string): boolean => /CERT|^ERR_TLS|^ERR_SSL|^EPROTO|SELF_SIGNED|UNABLE_TO_/.test(code);

/** Whatever went wrong between the two sockets, as one kind of error. */
export function transportError(error: unknown): VimTransportError {
  if (error instanceof VimTransportError) return error;
  const code = codeOf(error) || codeOf(error instanceof Error ? error.cause : null);
  const message = error instanceof Error ? error.message : String(error);
  if (isTls(code)) return new VimTransportError('tls', `Its certificate is not trusted: ${message}`, error);
  const kind = codes[code] ?? 'closed';
  return new VimTransportError(kind, words[kind] ?? message, error);
}
