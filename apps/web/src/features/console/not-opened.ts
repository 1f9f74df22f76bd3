import { OrreryError } from '@orrery/client/orrery-error.ts';
import { failureOf } from '../../api/problem.ts';
import type { ConsoleState } from './console-state.ts';

/** Nobody answered, something is in the way for now, or too much was asked: worth another try. */
const passing = (status: number) => status === 0 || status === 409 || status === 429 || status >= 500;

/** What it means that no ticket was given. */
export function notOpened(error: unknown): Exclude<ConsoleState, { is: 'connecting' | 'open' }> {
  const failure = failureOf(error);
  const why = failure.detail ?? failure.title;
  if (!(error instanceof OrreryError)) return { is: 'refused', why };
  if (error.status === 401) return { is: 'signedOut', why };
  return { is: passing(error.status) ? 'waiting' : 'refused', why };
}
