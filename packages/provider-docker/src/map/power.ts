import type { Instance, PowerState } from '@orrery/contract/resources/instance.ts';
import type { ContainerState } from '../engine/facts.ts';

/** Exit codes of a process that ended as it was told to: 128 + SIGINT, SIGKILL, SIGTERM. */
const toldToEnd = new Set([0, 130, 137, 143]);

export const isActive = ({ status }: ContainerState): boolean =>
  status === 'running' || status === 'paused' || status === 'restarting';

/** The engine's states in Orrery's words. One that ended by itself with an error has crashed. */
export function powerStateOf({ status, exitCode, oomKilled, error }: ContainerState): PowerState {
  switch (status) {
    case 'running':
    case 'restarting':
      return 'running';
    case 'paused':
      return 'paused';
    case 'created':
      return 'stopped';
    case 'exited':
    case 'stopped':
      return oomKilled || error !== '' || !toldToEnd.has(exitCode) ? 'crashed' : 'stopped';
    case 'dead':
      return 'crashed';
    case 'removing':
      return 'stopped';
    default:
      return 'unknown';
  }
}

export function statusOf(state: ContainerState): Instance['status'] {
  if (state.status === 'removing') return 'deleting';
  // It ended and the engine is about to start it again, with a growing pause: the sign of a crash loop.
  if (state.status === 'restarting') return 'rebooting';
  return powerStateOf(state);
}

const healths = ['healthy', 'unhealthy', 'starting'] as const;

/** Null without a health check. */
export const healthOf = (word: string | undefined): Instance['health'] =>
  healths.find(health => health === word) ?? null;
