import type { MoveWish } from '@orrery/client/moves-client.ts';
import type { MigrateArgs, MigrationSetting } from '@orrery/contract/actions/migrate-args.ts';
import type {
  MigrationCandidate,
  MigrationOptions,
  MigrationWay,
} from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';

/** What was typed or ticked; a setting that was not touched is not sent. */
export type Settings = Partial<Record<MigrationSetting, string | boolean>>;

export interface MoveDraft {
  /** Null: nothing can be chosen. */
  host: string | null;
  method: MigrationMethod | null;
  settings: Settings;
}

/** The best way to a host: the one that is recommended, else the first that is allowed. */
export function bestWay(candidate: MigrationCandidate): MigrationWay | undefined {
  const recommended = candidate.ways.find(({ method }) => method === candidate.recommendedMethod);
  return recommended?.allowed ? recommended : candidate.ways.find(({ allowed }) => allowed);
}

/** The host that was asked for if it can take it, else the recommended one, else the first that can. */
export function chooseFirst(
  { candidates }: Pick<MigrationOptions, 'candidates'>,
  wanted?: string,
): MoveDraft {
  const allowed = candidates.filter(candidate => candidate.allowed);
  const chosen =
    candidates.find(({ host }) => host === wanted) ??
    allowed.find(({ recommended }) => recommended) ??
    allowed[0];
  return { host: chosen?.host ?? null, method: (chosen && bestWay(chosen)?.method) ?? null, settings: {} };
}

/** Another host keeps the way if it has it. */
export function chooseHost(draft: MoveDraft, candidate: MigrationCandidate): MoveDraft {
  const same = candidate.ways.find(({ method, allowed }) => allowed && method === draft.method);
  return { ...draft, host: candidate.host, method: (same ?? bestWay(candidate))?.method ?? null };
}

/** Recommended first, then those that can by score, then those that can not; by name among equals. */
export function ordered(candidates: readonly MigrationCandidate[]): MigrationCandidate[] {
  return candidates.toSorted(
    (a, b) =>
      Number(b.recommended) - Number(a.recommended) ||
      Number(b.allowed) - Number(a.allowed) ||
      (b.score ?? 0) - (a.score ?? 0) ||
      a.hostName.localeCompare(b.hostName),
  );
}

export const MIB = 1_048_576;

/** Numbers that may be typed, in the unit of the field. */
export const numberFields = {
  bandwidth: { least: 1, most: 100_000, unit: 'MiB/s', times: MIB },
  downtimeMs: { least: 1, most: 600_000, unit: 'ms', times: 1 },
  parallel: { least: 2, most: 16, unit: '', times: 1 },
} as const;
export type NumberSetting = keyof typeof numberFields;

export const isNumber = (setting: MigrationSetting): setting is NumberSetting => setting in numberFields;

/** Whether what was typed can be sent; nothing typed can. */
export function isRight(setting: NumberSetting, typed: string | boolean | undefined): boolean {
  if (typed === undefined || typed === '') return true;
  const { least, most } = numberFields[setting];
  const value = Number(typed);
  return Number.isInteger(value) && value >= least && value <= most;
}

/** The arguments as the API takes them: only what the way offers, and only what was set. */
export function argsOf(
  { host, method, settings }: MoveDraft,
  way: MigrationWay | undefined,
): Partial<MigrateArgs> {
  const offered = Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => {
      const setting = way?.settings.find(one => one === name);
      if (setting === undefined || value === '' || value === undefined) return [];
      return [[setting, isNumber(setting) ? Number(value) * numberFields[setting].times : value]];
    }),
  );
  return { ...(host === null ? {} : { toHost: host }), ...(method === null ? {} : { method }), ...offered };
}

/** What bears on the price, so that it is predicted for the wish; what is typed halfway does not count yet. */
export function wishOf(settings: Settings): MoveWish {
  const amount = (setting: 'bandwidth' | 'downtimeMs') => {
    const typed = settings[setting];
    if (typed === undefined || typed === '' || !isRight(setting, typed)) return {};
    return { [setting]: Number(typed) * numberFields[setting].times };
  };
  const { autoConverge, postCopy } = settings;
  return {
    ...amount('bandwidth'),
    ...amount('downtimeMs'),
    ...(autoConverge === true && { autoConverge }),
    ...(postCopy === true && { postCopy }),
  };
}
