import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type Signs, VerdictKeeper } from './verdict.ts';

const calm: Signs = {
  ...{ atMs: 0, chance: 1, kappa: { low: 0.3, central: 0.4 }, stretch: 1.3 },
  ...{ stalled: false, futile: false, certain: false },
};
const hopeless: Signs = { ...calm, chance: 0, kappa: { low: 1.3, central: 1.5 } };

/** What is shown after each of the signs, half a second apart. */
function say(all: readonly Partial<Signs>[], base = calm) {
  const keeper = new VerdictKeeper();
  return all.map((signs, index) => keeper.observe({ ...base, ...signs, atMs: index * 500 }));
}

describe('MM-8: verdict', () => {
  it.each<[string, Partial<Signs>, string | null]>([
    ['nothing known of what is dirtied', { chance: null }, null],
    ['sure to end', {}, 'converging'],
    ['sure to end, but takes three copies', { stretch: 3 }, 'slow'],
    ['as likely as not', { chance: 0.5, kappa: { low: 0.8, central: 1 } }, 'borderline'],
    ['unlikely, but close to the edge', { chance: 0.1, kappa: { low: 0.95, central: 1.08 } }, 'borderline'],
    [
      'unlikely, and κ may be on either side',
      { chance: 0.1, kappa: { low: 0.6, central: 1.3 } },
      'borderline',
    ],
    ['far beyond', { chance: 0, kappa: { low: 1.3, central: 1.5 } }, 'will-not-finish'],
    ['sure to end, they say, but for many passes it got no closer', { futile: true }, 'will-not-finish'],
    ['nothing moves', { stalled: true }, 'stalled'],
    ['nothing moves, but it cannot be undone', { stalled: true, certain: true }, 'converging'],
  ])('%s', (_, signs, expected) => {
    expect(judge({ ...calm, ...signs }, null)).toBe(expected);
  });

  it('is said at once the first time, and changed only after it has held', () => {
    expect(say([hopeless, calm, calm, calm, calm])).toEqual([
      'will-not-finish',
      'will-not-finish',
      'will-not-finish',
      'will-not-finish',
      'converging',
    ]);
  });

  it('a single sample turns nothing over', () => {
    expect(new Set(say([calm, calm, hopeless, calm, hopeless, calm, calm]))).toEqual(new Set(['converging']));
  });

  it('a standstill is said at once, and so is its end by a point of no return', () => {
    expect(say([calm, { stalled: true }, { certain: true }])).toEqual([
      'converging',
      'stalled',
      'converging',
    ]);
  });

  it('is reconsidered at once when somebody changed something', () => {
    const keeper = new VerdictKeeper();
    keeper.observe(hopeless);
    keeper.reconsider();
    expect(keeper.observe({ ...calm, atMs: 100 })).toBe('converging');
  });

  it('does not flutter: chances that waver around a limit by less than the margin change nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.72, max: 0.88, noNaN: true }), { minLength: 4, maxLength: 60 }),
        chances => {
          const shown = say([{ chance: 0.95 }, ...chances.map(chance => ({ chance }))]);
          expect(new Set(shown)).toEqual(new Set(['converging']));
        },
      ),
    );
  });

  it('changes at most once in 1.2 s, apart from standing still', () => {
    const signs = fc.record({
      chance: fc.double({ min: 0, max: 1, noNaN: true }),
      kappa: fc.double({ min: 0, max: 3, noNaN: true }).map(central => ({ low: central * 0.9, central })),
      stretch: fc.double({ min: 1, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 80 }), all => {
        const shown = say(all);
        const changes = shown.flatMap((verdict, i) => (i > 0 && verdict !== shown[i - 1] ? [i * 500] : []));
        for (const [i, at] of changes.entries())
          if (i > 0) expect(at - (changes[i - 1] ?? 0)).toBeGreaterThanOrEqual(1_200);
      }),
    );
  });
});
