import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type {
  MigrateControl,
  MigrateRequest,
  MigrateResult,
  Migrator,
} from '@orrery/provider-kit/migrator.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { CreateControl } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';
import type { MoveDesk } from './move-desk.ts';
import { moveId } from './new-move.ts';
import { limitOf } from './shared-bandwidth.ts';

interface Performing {
  desk: MoveDesk;
  /** What the back end measured of a move that ended well. */
  measured: (id: string, result: MigrateResult) => void;
}

/** Carries moves out: the row of the move and the operation say the same, phase by phase (MG-1). */
export function movePerformer({ desk, measured }: Performing): Performer {
  const controlOf = (record: OperationRecord, control: CreateControl): MigrateControl => ({
    ...control,
    moved: report => {
      const id = moveId(record);
      desk.report(id, report);
      const move = desk.find(id);
      if (move === undefined) return;
      const { phase } = move.row;
      control.progress({ ...(phase && { phase }), fraction: Math.min(move.fraction, move.kept) });
    },
  });
  return {
    takes: isMove,
    perform: async (provider, record, control) => {
      const request = requestOf(record);
      request.args.bandwidth = limitOf(record, desk.open);
      const result = await migratorOf(provider).migrate(request, controlOf(record, control));
      measured(moveId(record), result);
      return result.message === undefined ? {} : { message: result.message };
    },
    resolve: async (provider, record, control) => {
      const { handle } = record;
      const signal = record.cancelRequested ? calledOff() : control.signal;
      const controls = controlOf(record, { ...control, signal });
      const { result, ...found } = await migratorOf(provider).follow(requestOf(record), handle, controls);
      if (result) measured(moveId(record), result);
      return found;
    },
  };
}

export const isMove = ({ kind, action }: Pick<OperationRecord, 'kind' | 'action'>): boolean =>
  kind === 'instance' && action === 'migrate';

/** That it should end was asked before the crash, and still stands. */
const calledOff = (): AbortSignal =>
  AbortSignal.abort(new ProviderError('cancelled', 'Cancelled by request'));

export function migratorOf({ migrator }: Provider): Migrator {
  if (migrator) return migrator;
  throw new ProviderError('capability.missing', 'Nothing is moved between hosts there');
}

function requestOf({ id, target, action, args, before }: OperationRecord): MigrateRequest {
  return { operation: id, kind: 'instance', id: target, action, args: migrateArgs.parse(args), before };
}
