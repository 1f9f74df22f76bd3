import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { isRight, MIB } from './move-draft.ts';

/** So many leave one host at a time (MG-17). */
const TOGETHER = 2;

export const isSpeed = (typed: string): boolean => isRight('bandwidth', typed.trim());

const bytesOf = (typed: string): number | undefined =>
  typed.trim() === '' || !isSpeed(typed) ? undefined : Number(typed) * MIB;

/** What was typed as arguments of the request for all of them; nothing when it is no number. */
export function argsOfSpeed(typed: string): Pick<Partial<MigrateArgs>, 'sharedBandwidth'> {
  const sharedBandwidth = bytesOf(typed);
  return sharedBandwidth === undefined ? {} : { sharedBandwidth };
}

/** What one of them has while others go with it: for this it is predicted. */
export function shareOfTyped(typed: string): number | undefined {
  const bytes = bytesOf(typed);
  return bytes === undefined ? undefined : Math.floor(bytes / TOGETHER);
}
