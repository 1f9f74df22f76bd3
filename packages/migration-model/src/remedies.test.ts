import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mebibyte } from './evidence.ts';
import { predictMove } from './predict-move.ts';
import { type Remedy, type RemedyKind, type RemedyOffer, remedyKinds } from './remedies.ts';
import type { MovePlan } from './sample.ts';
import { anyGuest, type GuestSketch, planFor } from './testing/guests.ts';

const all: RemedyOffer[] = remedyKinds.map(kind => ({
  kind,
  applies: kind === 'auto-converge' ? 'restart' : 'now',
}));
const hopeless: GuestSketch = {
  ...{ memoryMiB: 512, workingSetMiB: 128, dirtyMiBps: 120 },
  ...{ bandwidthMiBps: 50, downtimeMs: 300 },
};

const adviceFor = (plan: MovePlan, offers = all) => predictMove(plan, offers).remedies;
const find = (remedies: readonly Remedy[], kind: RemedyKind) => remedies.find(r => r.kind === kind);

/** The same move with the advice taken. */
function taken(plan: MovePlan, { kind, value }: Remedy): MovePlan {
  const limits = { ...plan.limits };
  if (kind === 'bandwidth') limits.bandwidth = value;
  if (kind === 'downtime' && value !== null) limits.downtimeMs = value;
  if (kind === 'auto-converge') limits.autoConverge = true;
  return { ...plan, limits };
}

const needy = anyGuest
  .map(g => ({ ...g, memoryMiB: g.bandwidthMiBps * 10, workingSetMiB: g.bandwidthMiBps * 4 }))
  .filter(g => g.dirtyMiBps > 1.5 * g.bandwidthMiBps && g.dirtyMiBps < 8 * g.bandwidthMiBps);

describe('MM-11: remedies', () => {
  it('are those that the back end has, the gentlest first', () => {
    const plan = planFor(hopeless);
    expect(adviceFor(plan).map(r => r.kind)).toEqual([...remedyKinds]);
    expect(adviceFor(plan, [{ kind: 'abort', applies: 'now' }]).map(r => r.kind)).toEqual(['abort']);
    expect(adviceFor(plan, [])).toEqual([]);
  });

  it('have values around the closed form, on the safe side', () => {
    const remedies = adviceFor(planFor(hopeless));
    // T = (W/b)(1 - b/d) = 1.49 s; b = dW/(W + dT) = 93.7 MiB/s; θ = 1 - b/(d(1 - bT/W)) = 53 %.
    const downtime = find(remedies, 'downtime');
    expect(downtime?.least).toBeGreaterThan(1_250);
    expect(downtime?.least).toBeLessThan(2_000);
    expect(downtime?.value).toBeGreaterThan(1_490);
    const bandwidth = find(remedies, 'bandwidth');
    expect((bandwidth?.least ?? 0) / mebibyte).toBeGreaterThan(80);
    expect((bandwidth?.least ?? 0) / mebibyte).toBeLessThan(110);
    expect((bandwidth?.value ?? 0) / mebibyte).toBeGreaterThan(93);
    expect(find(remedies, 'auto-converge')?.value).toBeGreaterThan(52);
  });

  it('taken, they make the model converge', () => {
    fc.assert(
      fc.property(
        needy,
        fc.constantFrom<RemedyKind>('bandwidth', 'downtime', 'auto-converge'),
        (guest, kind) => {
          const plan = planFor(guest);
          const remedy = find(adviceFor(plan), kind);
          fc.pre(remedy !== undefined);
          expect(remedy.chance).toBeGreaterThan(0.85);
          const after = predictMove(taken(plan, remedy));
          expect(after.leansToFinish).toBe(true);
          expect(after.verdict).not.toBe('will-not-finish');
          expect(after.totalMs).not.toBeNull();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('more than advised does not make it worse', () => {
    fc.assert(
      fc.property(needy, fc.double({ min: 1, max: 3, noNaN: true }), (guest, factor) => {
        const plan = planFor(guest);
        const remedy = find(adviceFor(plan), 'bandwidth');
        fc.pre(remedy?.value !== null && remedy?.value !== undefined);
        const enough = predictMove(taken(plan, remedy));
        const more = predictMove(taken(plan, { ...remedy, value: remedy.value * factor }));
        expect(more.leansToFinish).toBe(true);
        expect(more.totalMs?.central ?? Infinity).toBeLessThanOrEqual((enough.totalMs?.central ?? 0) * 1.1);
      }),
      { numRuns: 15 },
    );
  });

  it('are not offered beyond what can be set', () => {
    const offers: RemedyOffer[] = [
      { kind: 'bandwidth', applies: 'now', most: 60 * mebibyte },
      { kind: 'downtime', applies: 'now', most: 500 },
    ];
    expect(adviceFor(planFor(hopeless), offers)).toEqual([]);
  });

  it('are not offered to a move that needs none', () => {
    expect(adviceFor(planFor({ ...hopeless, dirtyMiBps: 5 }))).toEqual([]);
  });

  it('slowing the guest is not offered where it is being slowed already', () => {
    const plan = planFor(hopeless);
    const slowed = { ...plan, limits: { ...plan.limits, autoConverge: true } };
    expect(find(adviceFor(slowed), 'auto-converge')).toBeUndefined();
  });

  it('post-copy ends it in any case, with the shortest pause', () => {
    const remedies = adviceFor(planFor(hopeless));
    expect(find(remedies, 'post-copy')).toMatchObject({ chance: 1, value: null });
    expect(find(remedies, 'post-copy')?.pauseMs).toBeLessThan(100);
    expect(find(remedies, 'downtime')?.pauseMs).toBeGreaterThan(1_000);
  });
});
