import { OrreryError } from '@orrery/client/orrery-error.ts';
import type { Failure } from '../lib/failure.ts';

/** The one place where an unknown thrown value becomes something to show. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OrreryError) {
    const { title, detail, code, reasons, instance } = error.problem;
    return { title, detail, code, reasons, requestId: instance };
  }
  if (error instanceof Error) return { title: error.message, code: error.name };
  return { title: String(error), code: 'unknown' };
}

/** For a form as a whole: what is wrong with a field says with which. */
export function formFailureOf(error: unknown): Failure {
  const failure = failureOf(error);
  if (failure.code !== 'request.invalid') return failure;
  return {
    ...failure,
    reasons: failure.reasons?.map(reason =>
      // What the detail says already is not said twice.
      reason.field && reason.message !== failure.detail
        ? { ...reason, message: `${reason.field}: ${reason.message}` }
        : reason,
    ),
  };
}
