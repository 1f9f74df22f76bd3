import type { LaunchCheck } from '@orrery/contract/launch/launch.ts';
import { failureOf } from '../../api/problem.ts';
import type { Translate } from '../../lib/i18n.ts';
import { failureWords, reasonWords } from '../../lib/server-text.ts';

/** Everything that speaks against the launch, by the field it belongs to. */
export interface Problems {
  /** `said` names the field, for where it is read away from it. */
  all: readonly { field: string | null; message: string; said: string }[];
  of: (field: string) => string | undefined;
}

export function problemsOf(t: Translate, check: LaunchCheck | undefined, error: unknown): Problems {
  const all = error
    ? fromError(t, error)
    : (check?.problems ?? []).map(({ field, ...said }) => ({ field, message: reasonWords(t, said) }));
  return {
    all: all.map(problem => ({ ...problem, said: withLabel(t, problem) })),
    of: field =>
      all.find(problem => problem.field === field || problem.field?.startsWith(`${field}.`))?.message,
  };
}

/** What is typed: its problems say what to write, and not where. */
const typed = {
  name: 'fields.name',
  count: 'launch.count',
  tags: 'fields.tags',
  userData: 'launch.userData',
  hostname: 'launch.hostname',
  'placement.group': 'launch.group',
  'placement.zone': 'launch.zone',
  'container.ports': 'launch.ports',
  'container.environment': 'launch.environment',
} as const;
const isTyped = (field: string): field is keyof typeof typed => Object.hasOwn(typed, field);

const withLabel = (t: Translate, { field, message }: { field: string | null; message: string }): string =>
  field !== null && isTyped(field) ? t('launch.problemOf', { field: t(typed[field]), message }) : message;

/** A request that is not understood names its fields too. */
function fromError(t: Translate, error: unknown) {
  const failure = failureOf(error);
  const { title, detail } = failureWords(t, failure);
  const { reasons = [] } = failure;
  if (reasons.length === 0) return [{ field: null, message: detail ?? title }];
  return reasons.map(reason => ({ field: reason.field ?? null, message: reasonWords(t, reason) }));
}
