import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { powerOff } from '../actions/effects.ts';
import type { SimHost } from '../world/model.ts';
import type { SimMove } from './sim-move.ts';

/** What became of a move one of whose hosts died; null: it does not need that host any more, or both live. */
export function deadHost(move: SimMove, died: (host: SimHost) => boolean): ProviderError | null {
  const { from, order, phase } = move;
  const { instance, to } = order;
  const arrived = instance.host === to;
  if (died(to)) return arrived ? lostAt('destination', phase) : stays;
  if (!died(from)) return null;
  if (!arrived) return lostAt('source', phase);
  if (phase !== 'post-copy') return null;
  // What was not fetched yet is gone for good.
  powerOff(instance);
  return lostAt('source', phase);
}

const stays = new ProviderError(
  'backend.refused',
  'The host it was moving to died: it goes on where it was',
  {
    reason: 'destination-lost',
    advice: 'Move it to another host',
  },
);

function lostAt(side: 'source' | 'destination', phase: SimMove['phase']): ProviderError {
  const host = side === 'source' ? 'The host that it came from' : 'The host that it was moving to';
  const when = phase === 'post-copy' ? 'died before all of its memory was there' : 'died while it was on it';
  return new ProviderError('backend.refused', `${host} ${when}: it is off`, {
    reason: `${side}-lost`,
    advice: 'Start it again where it is, or where its disks can be reached',
  });
}
