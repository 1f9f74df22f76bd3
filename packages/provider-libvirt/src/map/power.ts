import type { PowerState } from '@orrery/contract/resources/instance.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';

/** virDomainPausedReason: a copy that waits for its memory to arrive, or has just handed it over. */
const pausedByMigration = new Set([2, 11]);

export interface DomainState {
  state: number;
  reason: number;
}

export const isActive = ({ state }: DomainState): boolean =>
  state !== domainStates.shutoff && state !== domainStates.crashed && state !== domainStates.none;

export const isMigrationCopy = ({ state, reason }: DomainState): boolean =>
  state === domainStates.paused && pausedByMigration.has(reason);

/** virDomainShutoffReason: VIR_DOMAIN_SHUTOFF_CRASHED. */
const shutoffCrashed = 3;

/** virDomainState in Orrery's words. A domain that is off with its memory saved is suspended. */
export function powerStateOf({ state, reason }: DomainState, hasSavedState: boolean): PowerState {
  switch (state) {
    case domainStates.running:
    case domainStates.blocked:
    case domainStates.shutdown:
      return 'running';
    case domainStates.paused:
      return 'paused';
    case domainStates.shutoff:
      if (hasSavedState) return 'suspended';
      return reason === shutoffCrashed ? 'crashed' : 'stopped';
    case domainStates.crashed:
      return 'crashed';
    case domainStates.pmsuspended:
      return 'suspended';
    default:
      return 'unknown';
  }
}
