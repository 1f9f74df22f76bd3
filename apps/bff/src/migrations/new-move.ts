import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { MigrationWay } from '@orrery/contract/migrations/options.ts';
import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import { type InventoryStore, noActions, row } from '../inventory/resource-row.ts';
import type { OperationRecord } from '../operations/operation-record.ts';

/** The id of the move that an operation makes. */
export const moveId = ({ backend, id }: Pick<OperationRecord, 'backend' | 'id'>): string =>
  `${backend}:${id}`;

export type Predicted = Pick<MigrationWay, 'bytes' | 'totalMs' | 'pause' | 'cpuSeconds'>;

const unknown = {
  kind: 'migration',
  source: 'event',
  stale: false,
  actions: noActions,
  phase: null,
  phases: [],
  progress: null,
  backendPercent: null,
  memory: null,
  disks: null,
  passes: [],
  limits: null,
  forecast: null,
  predicted: null,
  result: null,
  pointOfNoReturn: false,
  cancellable: true,
  error: null,
  startedAt: null,
  endedAt: null,
} as const;

/** What is shown of a move that was asked for here, from the first moment on. */
export function newMove(
  record: OperationRecord,
  {
    store,
    predicted,
    startedBy,
  }: { store: InventoryStore; predicted: Predicted | null; startedBy: Migration['startedBy'] },
): Migration {
  const args = migrateArgs.parse(record.args);
  return {
    ...unknown,
    phases: [],
    passes: [],
    id: moveId(record),
    backend: record.backend,
    name: record.targetName,
    project: record.project,
    asOf: record.createdAt,
    status: 'queued',
    instance: record.target,
    instanceName: record.targetName,
    method: args.method,
    fromHost: record.host,
    fromHostName: nameOf(store, record.host),
    toHost: args.toHost,
    toHostName: nameOf(store, args.toHost),
    operation: record.id,
    startedBy,
    predicted,
  };
}

/** One that somebody else began: whether it can be called off from here its back end says. */
export function newOutsideMove(
  move: OutsideMove,
  { store, backend }: { store: InventoryStore; backend: string },
): Migration {
  const instance = row(store, 'instance', move.instance);
  const name = instance?.name ?? move.instance;
  return {
    ...unknown,
    phases: [],
    passes: [],
    id: move.id,
    backend,
    name,
    project: instance?.project ?? null,
    asOf: move.startedAt,
    status: 'running',
    instance: move.instance,
    instanceName: name,
    method: move.method,
    fromHost: move.fromHost,
    fromHostName: nameOf(store, move.fromHost),
    toHost: move.toHost ?? null,
    toHostName: nameOf(store, move.toHost ?? null),
    operation: null,
    startedBy: move.startedBy,
    cancellable: false,
    startedAt: move.startedAt,
  };
}

const nameOf = (store: InventoryStore, host: string | null): string | null =>
  host === null ? null : (row(store, 'host', host)?.name ?? null);
