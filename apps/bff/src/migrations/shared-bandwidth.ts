import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { onBehalfOf, type Viewer } from '../authz/viewer.ts';
import type { ActionCall } from '../operations/api.ts';
import { movesOffHost } from '../operations/lanes-of.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import type { TrackedMove } from './tracked-move.ts';

interface Sharing {
  /** Moves that have not ended. */
  open: () => readonly TrackedMove[];
  underWay: (operation: string) => OperationRecord | undefined;
  submit: (viewer: Viewer, call: ActionCall) => Promise<unknown>;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** What each move off a host may use of what all of them may use, so that those in flight together keep to it. */
export function shareOf(total: number, openOffHost: number): number {
  return Math.max(1, Math.floor(total / Math.min(movesOffHost, Math.max(1, openOffHost))));
}

const canBeLimited = ({ basis }: TrackedMove): boolean =>
  basis?.settings === undefined || basis.settings.includes('bandwidth');

/** The limit that a move begins with: its own, or its share where that is less (MG-17). */
export function limitOf(record: OperationRecord, open: readonly TrackedMove[]): number | null {
  const { bandwidth, sharedBandwidth } = migrateArgs.parse(record.args);
  const own = open.find(({ row }) => row.operation === record.id);
  if (sharedBandwidth === null || (own && !canBeLimited(own))) return bandwidth;
  const share = shareOf(sharedBandwidth, offHost(open, record.host).length);
  return bandwidth === null ? share : Math.min(bandwidth, share);
}

/** The last one off a host is given what the others no longer use: a change of the move like any other. */
export function raiseLast(ended: Migration, { open, underWay, submit, log }: Sharing): void {
  const [last, ...others] = offHost(open(), ended.fromHost);
  if (!last || others.length > 0 || last.row.status !== 'running' || last.row.operation === null) return;
  const record = underWay(last.row.operation);
  if (!record || !canBeLimited(last)) return;
  const { bandwidth, sharedBandwidth } = migrateArgs.parse(record.args);
  const now = last.row.limits?.bandwidth ?? null;
  if (sharedBandwidth === null || now === null) return;
  const bytesPerSecond = bandwidth === null ? sharedBandwidth : Math.min(bandwidth, sharedBandwidth);
  if (bytesPerSecond <= now) return;
  const call = {
    kind: 'migration',
    id: last.row.id,
    action: 'setBandwidth',
    args: { bytesPerSecond },
  } as const;
  // It may have ended, or be past the point of no return, by now: then there is nothing to give.
  submit(ownerOf(record), call).catch((error: unknown) =>
    log('the last move off a host could not be given more', { error, id: last.row.id }),
  );
}

const offHost = (open: readonly TrackedMove[], host: string | null): TrackedMove[] =>
  open.filter(({ row, ended }) => !ended && row.fromHost === host);

const ownerOf = ({ id, userId, actor, address }: OperationRecord): Viewer =>
  onBehalfOf({ userId, username: actor.name, address }, `move ${id}`);
