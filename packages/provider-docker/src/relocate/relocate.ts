import type { GuestCheck } from '@orrery/contract/migrations/progress.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { MigrateResult } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { toProviderError } from '../errors.ts';
import { rollBack, tidyUp } from './ends.ts';
import { writeHandle } from './handle.ts';
import type { ReadMove } from './move.ts';
import { healthSeconds } from './moved-container.ts';
import * as steps from './steps.ts';
import { foundWell } from './verify.ts';

/** How long something without a health check may take to be found well, in seconds. */
export const plainSeconds = 10;

const stoppedCheck = (at: string): GuestCheck => ({
  method: 'power-state',
  survived: null,
  detail: 'It was not running and is not started',
  at,
});

/** From here on its copy has run: whatever fails is looked at, not guessed. */
async function switchOver(move: ReadMove, copy: string): Promise<GuestCheck> {
  const { tell, handle, moved, clock } = move;
  if (!handle.wasRunning) return stoppedCheck(isoNow(clock));
  move.control.signal.throwIfAborted();
  tell.noReturn();
  tell.phase('finish');
  await steps.startCopy(move, copy);
  tell.phase('verify');
  const atMostSeconds = healthSeconds(moved)?.atMost ?? plainSeconds;
  return steps.whileReachable(move, () => foundWell(move, { copy, atMostSeconds }));
}

interface Moved {
  check: GuestCheck;
  pauseMs: number;
}

/** `telling` is called before the source is told to end. */
async function carryOver(move: ReadMove, telling: () => void): Promise<Moved> {
  const { tell, clock, handle } = move;
  tell.phase('prepare');
  await steps.bringImage(move);
  await steps.makeVolumes(move);
  move.control.signal.throwIfAborted();
  const stopped = clock.now();
  tell.phase('copy-disks');
  telling();
  await steps.stopSource(move);
  const image = await steps.carryWritten(move);
  await steps.carryVolumes(move);
  tell.phase('switch-over');
  const copy = await steps.makeCopy(move, image);
  const check = await switchOver(move, copy);
  return { check, pauseMs: handle.wasRunning ? clock.now() - stopped : 0 };
}

/** Stops here, carries over, starts there; whatever fails, it is where it was. */
export async function relocate(move: ReadMove): Promise<MigrateResult> {
  const { control, tell } = move;
  await control.bind(writeHandle(move.handle));
  let moved: Moved;
  let wasTold = false;
  try {
    moved = await carryOver(move, () => {
      wasTold = true;
    });
  } catch (error) {
    tell.phase('roll-back');
    await rollBackFor(move, { why: toProviderError(error, control.signal), wasTold });
    throw error;
  }
  const left = await tidyUp(move).then(
    () => undefined,
    (error: unknown) =>
      `It runs at its new host; what is left at the old one was not taken away: ${String(error)}`,
  );
  const { check, pauseMs } = moved;
  const message = left ?? (check.survived === null ? check.detail : `It stood still for ${seconds(pauseMs)}`);
  return { pauseMs, bytes: tell.doneBytes, passes: null, check, message };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** When this fails too, somebody has to look: what is where is said. */
async function rollBackFor(
  move: ReadMove,
  { why, wasTold }: { why: ProviderError; wasTold: boolean },
): Promise<void> {
  try {
    await steps.whileReachable(move, () => rollBack(move, { wasTold }));
  } catch (error) {
    const failed = toProviderError(error);
    // Looked at again once the engines answer, by `follow`.
    const code = failed.code === 'backend.unavailable' ? failed.code : 'backend.refused';
    throw new ProviderError(code, `${why.message}. It could not be put back as it was: ${failed.message}`, {
      cause: error,
      advice: 'Look at the instance on both hosts',
    });
  }
}
