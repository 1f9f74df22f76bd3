import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { instant } from '../map/container.ts';
import { findCopy, findSource, rollBack, tidyUp } from './ends.ts';
import { isHelper } from '../map/labels.ts';
import type { Move } from './move.ts';
import { plainSeconds } from './relocate.ts';
import { healthSecondsOf } from './moved-container.ts';
import { foundWell } from './verify.ts';

const interrupted = {
  state: 'failed',
  code: 'migration.interrupted',
  message: 'Orrery was restarted in the middle of it; the instance is where it was, as it was',
} as const satisfies Resolution;

/**
 * Looks at both engines. What was started at the new host is found well and made the only one; what was not, goes back.
 * The bytes that a copy consists of are not to be seen in it: one that was never started may be half of one.
 */
export async function followMove(move: Move): Promise<Resolution> {
  const [source, copy] = [await findSource(move), await findCopy(move)];
  const lost = { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' } as const;
  if (source === null) {
    if (copy === null || isHelper(copy.Config.Labels)) return lost;
    await tidyUp(move);
    return { state: 'succeeded' };
  }
  if (copy === null || instant(copy.State.StartedAt) === null) {
    move.tell.phase('roll-back');
    // Whoever began it may have been killed while the source was ending.
    await rollBack(move, { wasTold: true });
    return interrupted;
  }
  try {
    move.tell.noReturn();
    move.tell.phase('verify');
    const atMostSeconds = healthSecondsOf(copy.Config)?.atMost ?? plainSeconds;
    await foundWell(move, { copy: copy.Id, atMostSeconds });
  } catch (error) {
    // Out of reach: asked anew later.
    if (!(error instanceof ProviderError) || error.code !== 'backend.refused') throw error;
    move.tell.phase('roll-back');
    await rollBack(move, { wasTold: false });
    return { state: 'failed', code: error.code, message: error.message };
  }
  await tidyUp(move);
  return { state: 'succeeded' };
}
