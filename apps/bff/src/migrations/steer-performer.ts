import { migrationActions } from '@orrery/contract/actions/migration-actions.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { SteerRequest } from '@orrery/provider-kit/migrator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { z } from 'zod';
import type { OperationRecord } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';
import { migratorOf } from './move-performer.ts';

interface Steering {
  /** The move as it stands; undefined when it is over. */
  running: (id: string) => Migration | undefined;
  /** What the operation of a move has bound. */
  handleOf: (operation: string) => string | null;
  /** Asks a move to end, with its operation; false when it has ended. */
  callOff: (operation: string) => Promise<boolean>;
  /** A move of others is about to be called off by us. */
  callingOff: (id: string) => void;
}

/** Changes moves while they run: each change an operation of its own, on the move (docs/adr/0018). */
export function steerPerformer(steering: Steering): Performer {
  return {
    takes: ({ kind }) => kind === 'migration',
    perform: async (provider, record, { signal }) => {
      const move = steering.running(record.target);
      if (move === undefined) throw new ProviderError('resource.state', 'This move is over');
      if (record.action === 'cancel' && move.operation !== null) {
        if (await steering.callOff(move.operation)) return {};
        throw new ProviderError('resource.state', 'This move is over');
      }
      if (record.action === 'cancel') steering.callingOff(move.id);
      await migratorOf(provider).steer(requestOf(record, move, steering), signal);
      return {};
    },
    // A change of a limit leaves no trace of its own; that it is asked for again does no harm, but is for people.
    resolve: async (): Promise<Resolution> => ({
      state: 'unknown',
      message: 'Orrery was restarted meanwhile; look at the limits of the move',
    }),
  };
}

const [, bandwidth, downtime] = migrationActions;
const bandwidthArgs: z.ZodType<{ bytesPerSecond: number | null }> = bandwidth.args;
const downtimeArgs: z.ZodType<{ milliseconds: number }> = downtime.args;

function requestOf(
  { action, args }: OperationRecord,
  { id, backend, instance, operation }: Migration,
  { handleOf }: Steering,
): SteerRequest {
  // A move of others is known by the back end's own job.
  const handle = operation === null ? id.slice(`${backend ?? ''}:`.length) : handleOf(operation);
  const to = { instance, handle };
  switch (action) {
    case 'setBandwidth':
      return { ...to, action, ...bandwidthArgs.parse(args) };
    case 'setDowntime':
      return { ...to, action, ...downtimeArgs.parse(args) };
    case 'startPostCopy':
    case 'cancel':
      return { ...to, action };
    default:
      throw new ProviderError('capability.missing', `There is no action ${action} on a move`);
  }
}
