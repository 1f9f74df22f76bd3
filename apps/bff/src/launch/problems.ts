import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import type { ErrorCode } from '@orrery/contract/errors/codes.ts';
import { RequestError } from '../errors/request-error.ts';

/** A reason against a launch, with the field of the request that it is about. */
export type LaunchProblem = LaunchCheck['problems'][number];

export const problem = (code: string, field: string | null, message: string): LaunchProblem => ({
  code,
  field,
  message,
});

/** Collects reasons, so that all are told at once. */
export class Problems {
  readonly list: LaunchProblem[] = [];

  add(code: string, field: string | null, message: string): void {
    this.list.push(problem(code, field, message));
  }
}

/** The first reason names the error; all are in `reasons`. */
export function refused(problems: readonly LaunchProblem[]): RequestError {
  const [first] = problems;
  const reasons = problems.map(({ code, field, message }) => ({
    code,
    message,
    ...(field !== null && { field }),
  }));
  return new RequestError(errorCodeOf(first?.code ?? ''), first?.message ?? 'It is not possible', {
    reasons,
  });
}

function errorCodeOf(code: string): ErrorCode {
  if (code.startsWith('quota.')) return 'quota.exceeded';
  if (code.startsWith('placement.')) return 'placement.impossible';
  if (code === 'permission.denied' || code === 'resource.not-found' || code === 'capability.missing')
    return code;
  return 'launch.refused';
}
