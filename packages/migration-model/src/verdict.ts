import type { Band } from './forecast.ts';

/** What is said of a running move (DESIGN §7). */
export const verdicts = ['converging', 'slow', 'borderline', 'will-not-finish', 'stalled'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Signs {
  atMs: number;
  /** How likely it is that it ends by itself; null while nothing is known of what the guest dirties. */
  chance: number | null;
  /** κ: from 1 on it does not end in theory. */
  kappa: Pick<Band, 'low' | 'central'>;
  /** Predicted total over the time that one copy of everything takes. */
  stretch: number;
  stalled: boolean;
  /** The last passes got no closer, whatever the figures say. */
  futile: boolean;
  /** Nothing can keep it from ending any more (post-copy, switching over). */
  certain: boolean;
}

/** A new verdict is shown once it has held for so long: a sample at 2 Hz or two that differ do not turn it over. */
const holdMs = 1_200;
/** Chance above which it is called converging, and below which it is called hopeless. */
const likely = 0.8;
const unlikely = 0.2;
/** Hopeless only from here on: closer to 1, a guest that pauses for a moment, or luck, decides. */
const hopelessKappa = 1.2;
/** And not while there is a fair chance that κ is on the other side. */
const surelyAbove = 0.7;
/** How much further the chance must go to leave a verdict than to come to it. */
const margin = 0.1;
/** Takes so many times as long as one copy: slow. */
const slowFrom = 2.5;
const slowUntil = 2.2;

/** Says what the signs say, but not back and forth (MM-8). */
export class VerdictKeeper {
  #shown: Verdict | null = null;
  #candidate: { verdict: Verdict | null; sinceMs: number } | null = null;

  observe(signs: Signs): Verdict | null {
    const verdict = judge(signs, this.#shown);
    if (verdict === this.#shown) {
      this.#candidate = null;
      return this.#shown;
    }
    // The first word, and what is beyond doubt, are said at once.
    if (this.#shown === null || signs.certain || signs.stalled) return this.#show(verdict);
    if (this.#candidate?.verdict !== verdict) this.#candidate = { verdict, sinceMs: signs.atMs };
    return signs.atMs - this.#candidate.sinceMs >= holdMs ? this.#show(verdict) : this.#shown;
  }

  /** Something was changed: the next word is said at once. */
  reconsider(): void {
    this.#shown = null;
    this.#candidate = null;
  }

  #show(verdict: Verdict | null): Verdict | null {
    this.#candidate = null;
    this.#shown = verdict;
    return verdict;
  }
}

/** What the signs of one moment say, given what is said already. */
export function judge(signs: Signs, shown: Verdict | null): Verdict | null {
  if (signs.certain) return 'converging';
  if (signs.stalled) return 'stalled';
  if (signs.chance === null) return shown === 'stalled' ? null : shown;
  if (signs.futile) return 'will-not-finish';
  const good = shown === 'converging' || shown === 'slow' ? likely - margin : likely;
  const bad = shown === 'will-not-finish' ? unlikely + margin : unlikely;
  const hopeless = hopelessKappa - (shown === 'will-not-finish' ? margin / 2 : 0);
  if (signs.chance <= bad && signs.kappa.central >= hopeless && signs.kappa.low >= surelyAbove)
    return 'will-not-finish';
  if (signs.chance < good) return 'borderline';
  return signs.stretch > (shown === 'slow' ? slowUntil : slowFrom) ? 'slow' : 'converging';
}
