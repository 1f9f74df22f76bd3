import type { ErrorCode } from '@orrery/contract/errors/codes.ts';
import { ProviderError, type ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';
import { RequestError } from './request-error.ts';

const codes: Record<ProviderErrorCode, ErrorCode> = {
  'backend.unavailable': 'backend.unavailable',
  'backend.timeout': 'backend.timeout',
  'backend.refused': 'action.refused',
  'backend.permission': 'action.refused',
  'resource.not-found': 'resource.not-found',
  'resource.state': 'action.refused',
  'capability.missing': 'capability.missing',
  'args.invalid': 'request.invalid',
  cancelled: 'backend.unavailable',
  internal: 'internal',
};

/** A provider's refusal as the answer to a request. */
export function asRequestError(error: ProviderError): RequestError {
  const reasons = [error.message, error.advice].flatMap(message =>
    message ? [{ code: error.code, message }] : [],
  );
  return new RequestError(codes[error.code], error.message, { reasons, cause: error });
}

/** For `catch`: what a provider refuses is answered, anything else is a fault of ours. */
export function rethrow(error: unknown): never {
  throw error instanceof ProviderError ? asRequestError(error) : error;
}
