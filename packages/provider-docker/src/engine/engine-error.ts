import { SshError } from './ssh-agent.ts';

/** Why a call of an engine failed, in few words that code can use. */
export type EngineErrorKind =
  | 'answer' // the engine answered with an error status
  | 'refused' // nothing listens there, or the socket may not be opened
  | 'tls'
  | 'ssh' // no tunnel: host key, login, or no such socket there
  | 'closed' // the connection broke
  | 'late' // no answer within the deadline
  | 'aborted'; // the caller wanted it no longer

export class EngineError extends Error {
  readonly kind: EngineErrorKind;
  /** HTTP status of an answer; null when there was none. */
  readonly status: number | null;

  constructor(kind: EngineErrorKind, message: string, more: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'EngineError';
    this.kind = kind;
    this.status = more.status ?? null;
  }
}

export const hasStatus = (error: unknown, ...statuses: number[]): boolean =>
  error instanceof EngineError && error.status !== null && statuses.includes(error.status);

/** For `.catch`: what is not there (any more) is null. */
export function nullWhenGone(error: unknown): null {
  if (hasStatus(error, 404)) return null;
  throw error;
}

const tlsCodes =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH|ERR_OSSL)/;
const refusedCodes = ['ECONNREFUSED', 'ENOENT', 'EACCES', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** The engine's own sentence: the modem wraps it in status and reason, and leaves the JSON beside it. */
function sentence(error: unknown, message: string): string {
  const told = field(field(error, 'json'), 'message');
  if (typeof told === 'string') return told;
  return message.replace(/^\(HTTP code \d+\) [\w ]* - /, '').trim();
}

/** OpenSSL puts its own place in the code around what it has to say. */
const tlsSentence = (message: string): string => /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message;

/** A Go client sends this to a port that speaks TLS, and Node that to one that does not. */
const speaksTls = /Client sent an HTTP request to an HTTPS server/;

export function toEngineError(error: unknown, how: { late: boolean; aborted: boolean }): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  if (how.aborted) return new EngineError('aborted', 'The call was given up', { cause: error });
  if (how.late) return new EngineError('late', 'The engine did not answer in time', { cause: error });
  if (error instanceof SshError) return new EngineError('ssh', message, { cause: error });
  const status = field(error, 'statusCode');
  if (typeof status === 'number') {
    const said = sentence(error, message);
    if (speaksTls.test(said)) return new EngineError('tls', 'The engine wants TLS there', { cause: error });
    return new EngineError('answer', said, { status, cause: error });
  }
  const told = field(error, 'code');
  const code = typeof told === 'string' ? told : '';
  if (tlsCodes.test(code)) return new EngineError('tls', tlsSentence(message), { cause: error });
  if (refusedCodes.includes(code)) return new EngineError('refused', message, { cause: error });
  return new EngineError('closed', message || code || 'The connection broke', { cause: error });
}
