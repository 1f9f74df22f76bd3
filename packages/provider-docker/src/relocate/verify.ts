import type { GuestCheck } from '@orrery/contract/migrations/progress.ts';
import { isoNow, pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ContainerInspectInfo } from 'dockerode';
import type { Move } from './move.ts';
import { pathOf } from './moved-container.ts';

/** What ends at once is not well: so long it has to run. */
export const steadySeconds = 2;
const lookEveryMs = 200;
/** Beyond what its health check says of itself. */
const spareMs = 15_000;

type State = ContainerInspectInfo['State'];

interface Verdict {
  method: GuestCheck['method'];
  well: boolean;
  detail: string;
}

/** Null: it cannot be told yet. */
function judge(state: State, ranMs: number): Verdict | null {
  if (!state.Running || state.Restarting) {
    const detail = `It ended with exit code ${state.ExitCode}`;
    return { method: 'power-state', well: false, detail };
  }
  const health = state.Health?.Status;
  if (health === 'healthy') return { method: 'health', well: true, detail: 'Its health check passes' };
  if (health === 'unhealthy') {
    const last = state.Health?.Log?.at(-1)?.Output.trim().slice(0, 200);
    return { method: 'health', well: false, detail: `Its health check fails: ${last ?? 'it says nothing'}` };
  }
  if (health !== undefined && health !== 'none') return null;
  return ranMs < 1000 * steadySeconds
    ? null
    : { method: 'power-state', well: true, detail: `It has run for ${steadySeconds} s` };
}

/** Looks at the started copy until it is known to be well; throws when it is not. */
export async function foundWell(
  move: Move,
  { copy, atMostSeconds }: { copy: string; atMostSeconds: number },
): Promise<GuestCheck> {
  const { clock } = move;
  const began = clock.now();
  const latest = began + 1000 * atMostSeconds + spareMs;
  for (;;) {
    const { State } = await move.to.live.work.get<ContainerInspectInfo>(`${pathOf(copy)}/json`);
    const verdict = judge(State, clock.now() - began);
    if (verdict?.well)
      return { method: verdict.method, survived: true, detail: verdict.detail, at: isoNow(clock) };
    const late = verdict === null && clock.now() > latest;
    if (verdict !== null || late) throw notWell(verdict?.detail ?? 'Its health check did not come to an end');
    await pause(clock, lookEveryMs);
  }
}

const notWell = (detail: string): ProviderError =>
  new ProviderError('backend.refused', `It was not found well at its new host: ${detail}`, {
    advice: 'It runs where it was; look at its log of the time of the move',
  });
