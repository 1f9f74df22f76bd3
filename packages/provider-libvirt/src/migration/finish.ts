import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { lookupByUuid } from '@orrery/libvirt/procedures/domain.ts';
import { jobStatsFlags } from '@orrery/libvirt/procedures/flags.ts';
import { getJobStats } from '@orrery/libvirt/procedures/migration.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { ParamMap } from '@orrery/libvirt/xdr/typed-params.ts';
import type { MigrateResult } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostLink } from '../host/host-link.ts';
import { dropFilterHere } from './carry-filter.ts';
import { dropOriginals } from './copies.ts';
import { checkGuest } from './guest-check.ts';
import { type Move, rereadBoth } from './move.ts';
import { figure, finalFigures } from './sample.ts';

const askDeadlineMs = 10_000;

/** Once the source has let go it forgets the job with the domain; the destination remembers it. */
async function remembered(link: HostLink, ref: DomainRef): Promise<ParamMap | null> {
  const args = { domain: ref, flags: jobStatsFlags.completed | jobStatsFlags.keepCompleted };
  try {
    const { params } = await link.live.connection.call(getJobStats, args, { deadlineMs: askDeadlineMs });
    return params.size === 0 ? null : params;
  } catch (error) {
    if (isLibvirtError(error)) return null;
    throw error;
  }
}

export interface ArrivedMove extends Move {
  hasAgent: boolean;
}

export interface Arrival {
  /** The last figures of the job, where the source told them. */
  told: ParamMap | null;
  /** The guest was started anew there. */
  restarted?: boolean;
  /** What the source still has to do once the guest was found well. */
  letGo?: () => Promise<void>;
}

/** Less says little of the link. */
const leastToLearnFrom = 33_554_432;

function learnPath({ args, tools, handle }: ArrivedMove, told: ParamMap | null): void {
  if (told === null || args.bandwidth !== null) return;
  const bytes = figure(told, 'data_processed');
  const elapsedMs = figure(told, 'time_elapsed');
  if (bytes >= leastToLearnFrom && elapsedMs > 0)
    tools.paths.learn(handle.from, handle.to, (1000 * bytes) / elapsedMs);
}

const guestLost = (detail: string) =>
  new ProviderError('backend.refused', `It was moved, but the guest did not survive: ${detail}`, {
    reason: 'guest-lost',
    advice: 'Look at its console. It is at its new host; what it had in memory may be lost',
  });

/** It is at its new host: proves that the guest survived, and leaves nothing behind. */
export async function arrived(
  move: ArrivedMove,
  { told, restarted = false, letGo }: Arrival,
): Promise<MigrateResult> {
  const { to, control, tools, handle } = move;
  control.moved({ phase: 'finish', cancellable: false, pointOfNoReturn: true });
  const ref = await to.live.connection.call(
    lookupByUuid,
    { uuid: move.ref.uuid },
    { deadlineMs: askDeadlineMs },
  );
  const last = told ?? (restarted ? null : await remembered(to, ref));
  learnPath(move, last);
  await rereadBoth(move);
  control.moved({ phase: 'verify' });
  const check = await checkGuest({
    link: to,
    ref,
    clock: tools.clock,
    before: handle,
    hasAgent: move.hasAgent,
    restarted,
    stopped: tools.stopping,
  });
  const lost = check.survived === false;
  if (!lost) await letGo?.();
  const kept = await dropFilterHere(move);
  if (lost) throw guestLost(check.detail);
  if (move.args.undefineSource) kept.push(...(await dropOriginals(move, handle)));
  await rereadBoth(move);
  return { ...finalFigures(last), check, ...(kept.length > 0 && { message: kept.join('; ') }) };
}
