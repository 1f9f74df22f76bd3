import { type ErrorCode, errorCodes } from '@orrery/contract/errors/codes.ts';
import type { Problem } from '@orrery/contract/errors/problem.ts';
import type { ServerResponse } from 'node:http';
import { RateLimited } from '../errors/rate-limited.ts';
import { RequestError } from '../errors/request-error.ts';

const titles: Record<ErrorCode, string> = {
  'request.invalid': 'The request is not understood',
  'query.invalid': 'The query is not understood',
  'cursor.invalid': 'The cursor is not valid',
  'session.required': 'Log in first',
  'session.credentials': 'The login was refused',
  'session.csrf': 'The CSRF token is missing or wrong',
  'permission.denied': 'Not allowed',
  'origin.refused': 'The request came from somewhere else',
  'resource.not-found': 'Not found',
  'route.not-found': 'No such address',
  'action.unknown': 'No such action',
  'action.refused': 'Not possible now',
  'quota.exceeded': 'The quota of the project does not allow it',
  'placement.impossible': 'There is no place for it',
  'launch.refused': 'The launch is not possible as asked',
  'operation.not-cancellable': 'It cannot be cancelled',
  'idempotency.mismatch': 'The Idempotency-Key was used for something else',
  'name.taken': 'The name is taken',
  'view.limit': 'There are too many saved views',
  'backend.read-only': 'The backend cannot be changed here',
  'backend.in-use': 'The backend is in use',
  'backend.probe-failed': 'The backend could not be reached',
  'capability.missing': 'The backend cannot do this',
  'rate.limited': 'Too many requests',
  'request.too-large': 'The request is too large',
  'image.refused': 'The image is refused',
  'image.checksum': 'The image has another checksum',
  'image.not-ready': 'The image is not ready',
  'image.protected': 'The image is protected',
  'image.in-use': 'The image is in use',
  'import.refused': 'The address is refused',
  'upload.offset': 'The upload is at another offset',
  'upload.media-type': 'The part has another media type',
  'upload.version': 'Another version of the upload protocol',
  'upload.checksum': 'The part has another checksum',
  'storage.full': 'There is not enough space',
  internal: 'Something went wrong inside Orrery',
  'backend.unavailable': 'The backend is not connected',
  'backend.timeout': 'The backend did not answer in time',
  starting: 'Orrery is starting',
};

/** Turns whatever was thrown into what may be told. Only here; unknown errors tell nothing but the request's id. */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return new RequestError('request.too-large', 'The body is too large');
  // The parser's own message would repeat parts of the body, perhaps of a password.
  if (type === 'entity.parse.failed')
    return new RequestError('request.invalid', 'The body is not valid JSON');
  if (isClientFault(error))
    return new RequestError('request.invalid', 'The request is malformed', { cause: error });
  return new RequestError('internal', 'The log has more under this request id', {
    reasons: [],
    cause: error,
  });
}

/** Express and its parser mark what the caller did wrong with a 4xx. */
function isClientFault(error: unknown): boolean {
  if (!(error instanceof Error) || !('status' in error)) return false;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500;
}

export function problemOf(error: RequestError, requestId: string): Problem {
  return {
    type: `/problems/${error.code}`,
    title: titles[error.code],
    status: errorCodes[error.code],
    detail: error.message,
    instance: requestId,
    code: error.code,
    reasons: [...error.reasons],
  };
}

/** Plain node, so that it serves Express and the socket server's own answers alike. */
export function sendProblem(response: ServerResponse, error: RequestError, requestId: string): void {
  if (error instanceof RateLimited) response.setHeader('Retry-After', String(error.retryAfterSeconds));
  response.setHeader('Content-Type', 'application/problem+json');
  response.setHeader('Cache-Control', 'no-store');
  response.statusCode = error.status;
  response.end(JSON.stringify(problemOf(error, requestId)));
}
