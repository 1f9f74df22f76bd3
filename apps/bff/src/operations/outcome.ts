import { type OperationError, textsOf } from '../inventory/operation-texts.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

/** How an operation ends. */
export type Outcome =
  | { state: 'succeeded'; message: string | null }
  | { state: 'cancelled'; message: string | null }
  | { state: 'failed'; error: OperationError };

export function failure(code: string, cause: string | null = null, advice: string | null = null): Outcome {
  const text = textsOf(code) ?? { message: cause ?? code, advice: null };
  return { state: 'failed', error: { code, message: text.message, cause, advice: advice ?? text.advice } };
}

export function outcomeOf(thrown: unknown, cancelRequested: boolean): Outcome {
  if (!(thrown instanceof ProviderError)) return failure('internal', textOf(thrown));
  if (thrown.code === 'cancelled' && cancelRequested) return { state: 'cancelled', message: thrown.message };
  return failure(thrown.code, thrown.message, thrown.advice);
}

const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
