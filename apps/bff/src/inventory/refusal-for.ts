import { ProviderError, type ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';
import { may, type Principal } from '../authz/principal.ts';
import { asRequestError } from '../errors/provider-refusal.ts';
import type { RequestError } from '../errors/request-error.ts';
import { textsOf } from './operation-texts.ts';

/** Where the words are those of a back end, or of whoever runs it: they may name hosts. */
const wordsOfOthers: ReadonlySet<ProviderErrorCode> = new Set([
  'backend.unavailable',
  'backend.timeout',
  'backend.refused',
  'backend.permission',
  'cancelled',
  'internal',
]);

/** As OP-14 has it for operations: Orrery's own words for who may not know the topology. */
export function refusalFor(principal: Principal, error: ProviderError): RequestError {
  const text = wordsOfOthers.has(error.code) ? textsOf(error.code) : undefined;
  if (text === undefined || may(principal, 'fleet.read')) return asRequestError(error);
  const { message, advice } = text;
  return asRequestError(
    new ProviderError(error.code, message, { advice: advice ?? undefined, cause: error }),
  );
}

/** For `catch`, where the answer goes to this principal. */
export const rethrowFor =
  (principal: Principal) =>
  (error: unknown): never => {
    throw error instanceof ProviderError ? refusalFor(principal, error) : error;
  };
