import { type Problem, problemSchema } from '@orrery/contract/errors/problem.ts';
import type { Failure } from '../lib/failure.ts';

/** An answer of the API that is not a success, or no answer at all (`code: 'network'`). */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  return {
    type: 'about:blank',
    title: `${response.status} ${response.statusText}`.trim(),
    status: response.status,
    code: `http.${response.status}`,
    reasons: [],
  };
}

/** The one place where an unknown thrown value becomes something to show. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) {
    const { title, detail, code, reasons, instance } = error.problem;
    return { title, detail, code, reasons: reasons.map(reason => reason.message), requestId: instance };
  }
  if (error instanceof Error) return { title: error.message, code: error.name };
  return { title: String(error), code: 'unknown' };
}
