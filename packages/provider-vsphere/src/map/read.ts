import type { VimValue } from '@orrery/vim25/values.ts';

export type Changes = Readonly<Record<string, VimValue | undefined>>;

/** How each watched property goes into the facts of an object: its keys are what is asked for, and no more. */
export type Readers<F> = Readonly<Record<string, (facts: F, value: VimValue | undefined) => void>>;

export function applyChanges<F>(readers: Readers<F>, facts: F, changes: Changes): void {
  for (const [path, value] of Object.entries(changes)) readers[path]?.(facts, value);
}

/** vCenter escapes what its paths cannot hold. */
export const decodedName = (name: string): string =>
  name.replace(/%(2f|5c|25)/gi, code => decodeURIComponent(code));

/** ISO 8601 in UTC with milliseconds; null when it is no time. */
export function instant(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
