import { OrreryError } from '@orrery/client/orrery-error.ts';
import type { Failure } from '../lib/failure.ts';

/** The one place where an unknown thrown value becomes something to show. */
export function failureOf(error: unknown): Failure {
  if (error instanceof OrreryError) {
    const { title, detail, code, reasons, instance } = error.problem;
    return { title, detail, code, reasons: reasons.map(reason => reason.message), requestId: instance };
  }
  if (error instanceof Error) return { title: error.message, code: error.name };
  return { title: String(error), code: 'unknown' };
}
