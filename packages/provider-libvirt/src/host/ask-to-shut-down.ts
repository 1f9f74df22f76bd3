import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { getState, shutdown } from '@orrery/libvirt/procedures/domain.ts';
import type { DomainRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Caller, CallOptions } from '@orrery/libvirt/rpc/procedure.ts';
import { isActive } from '../map/power.ts';

/**
 * Asks a guest to shut down, and does not wait for it. libvirt tries the agent and then the power button: a guest that
 * went off in between makes it say that the domain is not running, which is what was asked for (seen with 9.0).
 */
export async function askToShutDown(caller: Caller, domain: DomainRef, options: CallOptions): Promise<void> {
  const args = { domain, flags: 0 };
  try {
    await caller.call(shutdown, args, options);
  } catch (error) {
    if (!isLibvirtError(error, 'OPERATION_INVALID')) throw error;
    const state = await caller.call(getState, args, options).catch(nullWhenGone);
    if (state !== null && isActive(state)) throw error;
  }
}

/** A transient domain is gone once it stops. */
export const nullWhenGone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_DOMAIN')) return null;
  throw error;
};
