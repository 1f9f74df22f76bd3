import { type AnewArgs, anewArgs, anewSettings, migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { CreateControl } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { onBehalfOf, type Viewer } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { row } from '../inventory/resource-row.ts';
import type { ActionCall } from '../operations/api.ts';
import { isFinished, type OperationRecord } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';
import type { MoveBasis } from './kept-move.ts';

interface BeginningAnew {
  inventory: Pick<InventoryService, 'store' | 'runtime'>;
  /** An operation as it is on disk. */
  find: (id: string) => Promise<OperationRecord | undefined>;
  /** The operation that a key stands for. */
  known: (userId: string, key: string) => Promise<string | undefined>;
  /** Undefined until operations have begun. */
  operations: () => AnewOperations | undefined;
}

interface AnewOperations {
  /** As it is in this process; undefined when it has ended, or is another's. */
  underWay: (id: string) => OperationRecord | undefined;
  callOff: (id: string) => Promise<boolean>;
  submit: (viewer: Viewer, call: ActionCall) => Promise<Operation>;
}

/** How often it is looked whether the move has ended, and its instance is back. */
const lookEveryMs = 500;
/** So long a host may take to tell that the instance is where it was. */
const backWithinMs = 120_000;

/** One that prepares for longer is believed to go on. */
const beginsWithinMs = 60_000;
/** Until these are over, a crash may leave nothing of it at the back end. */
const preparing = new Set<string>(['check', 'prepare'] satisfies MigrationPhase[]);

const isAnew = ({ kind, action }: Pick<OperationRecord, 'kind' | 'action'>): boolean =>
  kind === 'migration' && action === 'beginAnew';

/**
 * Calls a move off, waits until its instance is where it was, and begins it anew with what it lacked (MG-15). Each step
 * may be asked for again: the call-off of what has ended does nothing, the new move has a key of its own. So after a
 * crash the same steps are gone through once more, and nothing is begun twice.
 */
export function anewPerformer(beginning: BeginningAnew): Performer {
  return {
    takes: isAnew,
    perform: async (_, record, control) => ({ message: await beginAnew(beginning, record, control) }),
    resolve: async (_, record, control) => {
      if (record.handle !== null) return { state: 'succeeded', message: begunWords(record.handle) };
      if (record.cancelRequested)
        return { state: 'unknown', message: 'It was being cancelled; look where the instance is' };
      return { state: 'succeeded', message: await beginAnew(beginning, record, control) };
    },
  };
}

const begunWords = (operation: string): string => `Called off, and begun anew as operation ${operation}`;

async function beginAnew(
  beginning: BeginningAnew,
  record: OperationRecord,
  control: CreateControl,
): Promise<string> {
  const operations = beginning.operations();
  if (!operations) throw new ProviderError('backend.unavailable', 'Operations have not begun yet');
  const old = record.target.slice(`${record.backend}:`.length);
  control.progress({ phase: 'call-off' });
  await operations.callOff(old);
  const ended = await whenEnded(beginning, old, control.signal);
  if (ended.state === 'succeeded')
    return 'It arrived before it could be called off: nothing had to be begun anew';
  for (let attempt = 1; ; attempt++) {
    const step: Step = { beginning, record, control, old: ended, key: `anew ${record.id} ${attempt}` };
    const known = await beginning.known(record.userId, step.key);
    const begun = known ?? (await submitted(operations, step));
    if (!(await isUnderWay(step, operations, begun))) continue;
    await control.bind(begun);
    return begunWords(begun);
  }
}

interface Step {
  beginning: BeginningAnew;
  record: OperationRecord;
  control: CreateControl;
  /** The move that was called off. */
  old: OperationRecord;
  /** Of the new one. */
  key: string;
}

async function whenEnded(
  { find, inventory }: BeginningAnew,
  id: string,
  signal: AbortSignal,
): Promise<OperationRecord> {
  for (;;) {
    signal.throwIfAborted();
    const record = await find(id);
    if (!record) throw new ProviderError('resource.not-found', 'Nothing is known of the move any more');
    if (isFinished(record)) return record;
    await pause(inventory.runtime, lookEveryMs, signal);
  }
}

/** Only what is surely at its old host, and at rest, is begun anew: never beside a copy that may still arrive. */
async function whenBack(
  { inventory }: BeginningAnew,
  { target, host, error }: OperationRecord,
  signal: AbortSignal,
): Promise<void> {
  const until = inventory.runtime.now() + backWithinMs;
  while (inventory.runtime.now() < until) {
    signal.throwIfAborted();
    const held = row(inventory.store, 'instance', target);
    if (held && !held.stale && held.host === host && held.status !== 'migrating') return;
    await pause(inventory.runtime, lookEveryMs, signal);
  }
  throw new ProviderError(
    'resource.state',
    `It was called off, but the instance is not seen back where it was${error ? ` (${error.message})` : ''}: nothing was begun anew`,
  );
}

async function submitted(operations: AnewOperations, step: Step): Promise<string> {
  const { beginning, record, control, old, key } = step;
  control.progress({ phase: 'wait-at-source' });
  await whenBack(beginning, old, control.signal);
  control.progress({ phase: 'begin-anew' });
  control.signal.throwIfAborted();
  const call: ActionCall = {
    kind: 'instance',
    id: old.target,
    action: 'migrate',
    args: { ...migrateArgs.parse(old.args), ...anewArgs.parse(record.args) },
    idempotencyKey: key,
  };
  try {
    return (await operations.submit(ownerOf(record), call)).id;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const away = error.code === 'backend.unavailable' || error.code === 'backend.timeout';
    throw new ProviderError(
      away ? error.code : 'backend.refused',
      `It was called off, but could not be begun anew: ${error.message}`,
      { cause: error, advice: 'It runs where it was; move it from there when that is settled' },
    );
  }
}

/** False: it was cut off before anything began at the back end, and can be asked for once more. */
async function isUnderWay(
  { beginning, control }: Step,
  operations: AnewOperations,
  id: string,
): Promise<boolean> {
  const { find, inventory } = beginning;
  const until = inventory.runtime.now() + beginsWithinMs;
  while (inventory.runtime.now() < until) {
    const running = operations.underWay(id);
    if (running?.phases.some(({ name }) => !preparing.has(name))) return true;
    const record = running ?? (await find(id));
    if (record === undefined) return true;
    if (isFinished(record)) return record.error?.code !== 'operation.not-started';
    await pause(inventory.runtime, lookEveryMs, control.signal);
  }
  return true;
}

const ownerOf = ({ id, userId, actor, address }: OperationRecord): Viewer =>
  onBehalfOf({ userId, username: actor.name, address }, `begin anew ${id}`);

/** Refuses what its back end lacks, before anything is called off. */
export function refuseLacking(args: AnewArgs, basis: MoveBasis | null): void {
  const has = basis?.settings;
  if (has === undefined) return;
  const lacking = anewSettings.filter(name => args[name] !== undefined && !has.includes(name));
  if (lacking.length === 0) return;
  const message = `Such a move can not be given ${lacking.join(', ')} at its back end; it can be given: ${
    anewSettings.filter(name => has.includes(name)).join(', ') || 'nothing'
  }`;
  throw new RequestError('action.refused', message, { reasons: [{ code: 'option.missing', message }] });
}
