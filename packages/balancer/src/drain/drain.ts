import type { DrainPlan, DrainRequest, DrainStep, Placed } from './model.ts';
import { settleLeavers } from './settle-leavers.ts';

/** Empties a host: where everything goes, in waves that respect how much may move at once. */
export function planDrain(request: DrainRequest): DrainPlan {
  const { placed, homeless, after } = settleLeavers(request);
  const steps = inWaves(placed, request);
  const longest = new Map<number, number>();
  for (const { wave, leaver } of steps) longest.set(wave, Math.max(longest.get(wave) ?? 0, leaver.seconds));
  const seconds = [...longest.values()].reduce((sum, wave) => sum + wave, 0);
  return { steps, homeless, waves: longest.size, seconds, after };
}

/** Those that take about as long go together: a wave is as long as its longest. */
function inWaves(placed: readonly Placed[], { perHost, perPair }: DrainRequest): DrainStep[] {
  const waiting = placed.toSorted((a, b) => b.leaver.seconds - a.leaver.seconds);
  const steps: DrainStep[] = [];
  for (let wave = 1; waiting.length > 0; wave++) {
    const to = new Map<string, number>();
    for (let at = 0; at < waiting.length && sumOf(to) < perHost; ) {
      const next = waiting[at];
      const count = next ? (to.get(next.to.id) ?? 0) : perPair;
      if (!next || count >= perPair) {
        at++;
        continue;
      }
      to.set(next.to.id, count + 1);
      steps.push({ ...next, wave });
      waiting.splice(at, 1);
    }
  }
  return steps;
}

const sumOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
