import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { failureOf } from '../../api/problem.ts';

/** Everything that speaks against the launch, by the field it belongs to. */
export interface Problems {
  all: readonly { field: string | null; message: string }[];
  of: (field: string) => string | undefined;
}

export function problemsOf(check: LaunchCheck | undefined, error: unknown): Problems {
  const all = error ? fromError(error) : (check?.problems ?? []);
  return {
    all,
    of: field =>
      all.find(problem => problem.field === field || problem.field?.startsWith(`${field}.`))?.message,
  };
}

/** A request that is not understood names its fields too. */
function fromError(error: unknown) {
  const { title, detail, reasons = [] } = failureOf(error);
  if (reasons.length === 0) return [{ field: null, message: detail ?? title }];
  return reasons.map(message => ({ field: null, message }));
}
