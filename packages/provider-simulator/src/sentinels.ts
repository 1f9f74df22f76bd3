/**
 * Names that misbehave on purpose, so that failures can be seen without a broken backend
 * (docs/providers/simulator.md): `<how>-<action>` anywhere in an instance's name.
 */
export type Misbehaviour = 'fail' | 'hang' | 'slow' | 'busy';

const pattern = /(?:^|[-_.])(fail|hang|slow|busy)-([a-z]+)/g;

/** How an action on an instance of this name shall go wrong; `any` stands for every action. */
export function misbehaviour(name: string, action: string): Misbehaviour | null {
  for (const match of name.toLowerCase().matchAll(pattern)) {
    const [, how, what] = match;
    if (what !== action.toLowerCase() && what !== 'any') continue;
    if (how === 'fail' || how === 'hang' || how === 'slow' || how === 'busy') return how;
  }
  return null;
}

/** A slow one takes this many times as long. */
export const slowFactor = 10;
/** A failing one fails after this share of its time. */
export const failsAfter = 0.5;

/** Flaky hosts are away for the last part of each period. */
export const flakyPeriodMs = 90_000;
export const flakyAwayMs = 20_000;
