import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { GuestCheck } from '@orrery/contract/migrations/progress.ts';
import type { MigrateResult } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { VmFacts } from '../map/facts.ts';
import type { Move } from './move.ts';

/** A guest that was switched on again in between has not come through. */
function checkOf({ handle }: Move, vm: VmFacts): Omit<GuestCheck, 'at'> {
  const runs = vm.power === 'poweredOn';
  if (handle.method === 'cold') {
    const detail = handle.ran ? 'It was started and runs' : 'It is off, as before';
    return { method: 'power-state', survived: runs === handle.ran, detail };
  }
  if (!runs) return { method: 'power-state', survived: false, detail: 'It does not run any more' };
  if (handle.bootedAt === null || vm.startedAt === null)
    return { method: 'power-state', survived: null, detail: 'It runs; since when, vCenter does not tell' };
  const same = handle.bootedAt === vm.startedAt;
  return {
    method: 'uptime',
    survived: same,
    detail: same ? `It runs since ${vm.startedAt}, as before` : `It was switched on anew at ${vm.startedAt}`,
  };
}

/** Looks at it at its new host. vCenter tells neither how long the guest paused nor how much was sent. */
export async function verify(move: Move): Promise<MigrateResult> {
  const { tools, control, to, handle } = move;
  const { clock } = tools;
  control.moved({
    phase: 'verify',
    cancellable: false,
    pointOfNoReturn: true,
    sample: { atMs: Math.max(0, clock.now() - handle.at), stage: 'completed', percent: 100 },
  });
  const vm = await tools.reader.read(tools.link.session, move.vm.ref, { signal: tools.stopping });
  if (!vm) throw new ProviderError('resource.not-found', 'It was moved, and is gone since');
  if (vm.host?.value !== to.ref.value)
    throw new ProviderError('backend.refused', 'vCenter says that it was moved, but it is not there');
  const check = { ...checkOf(move, vm), at: isoNow(clock) };
  if (check.survived === false)
    throw new ProviderError(
      'backend.refused',
      `It was moved, but the guest did not survive: ${check.detail}`,
    );
  return { pauseMs: null, bytes: null, passes: null, check };
}
