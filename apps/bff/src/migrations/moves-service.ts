import { anewArgs, migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type {
  MigrationHistory,
  MigrationHistoryQuery,
  MigrationOptionsQuery,
} from '@orrery/contract/migrations/routes.ts';
import type { WhatIf } from '@orrery/contract/migrations/plans.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { MigrateResult, OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { isKind, row, rows } from '../inventory/resource-row.ts';
import type { Asked } from '../operations/admission.ts';
import { isFinished, type OperationRecord } from '../operations/operation-record.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { OperationsService } from '../operations/operations-service.ts';
import type { Performer } from '../operations/performer.ts';
import { anewPerformer, refuseLacking } from './begin-anew.ts';
import { Coming } from './coming.ts';
import { FoundLater } from './found-later.ts';
import type { KeptMove } from './kept-move.ts';
import { Maintenance, type MaintenanceStore } from './maintenance.ts';
import { maintenancePerformer } from './maintenance-performer.ts';
import { MoveDesk } from './move-desk.ts';
import { MoveHistory } from './move-history.ts';
import { MoveOptions } from './move-options.ts';
import { isMove, movePerformer } from './move-performer.ts';
import type { MoveStore } from './move-store.ts';
import { moveId, newMove } from './new-move.ts';
import { OutsideMoves } from './outside-moves.ts';
import type { PlanStore } from './plans/plan-record.ts';
import { PlansService } from './plans/plans-service.ts';
import { readHistory } from './read-history.ts';
import { recordReceipt } from './receipt.ts';
import { raiseLast } from './shared-bandwidth.ts';
import { type SettledMove, settleMove } from './settle-move.ts';
import { steerPerformer } from './steer-performer.ts';
import type { MoveEnd } from './tracked-move.ts';
import { whatIf } from './what-if.ts';

export interface MovesOptions {
  inventory: InventoryService;
  store: MoveStore;
  plans: PlanStore;
  maintenance: MaintenanceStore;
  operationStore: Pick<OperationStore, 'get' | 'known' | 'reservations'>;
  provider: (backend: string) => Provider | undefined;
  log: InventoryLog;
}

type Operations = Pick<OperationsService, 'underWay' | 'callOff' | 'submit'>;

/** Moves of instances between hosts (docs/specs/migrations.md). */
export class MovesService {
  readonly options: MoveOptions;
  readonly desk: MoveDesk;
  readonly plans: PlansService;
  readonly performers: readonly Performer[];
  readonly #maintenance: Maintenance;
  readonly #context: MovesOptions;
  readonly #history = new MoveHistory();
  readonly #coming: Coming;
  readonly #outside: OutsideMoves;
  readonly foundLater: FoundLater;
  /** Settled and about to begin, by instance. */
  readonly #settled = new Map<string, SettledMove>();
  /** Of an earlier process, by id. */
  readonly #kept = new Map<string, KeptMove>();
  readonly #measured = new Map<string, MigrateResult>();
  #operations: Operations | undefined;

  constructor(context: MovesOptions) {
    this.#context = context;
    const { inventory, provider, operationStore } = context;
    this.#coming = new Coming(inventory);
    this.desk = new MoveDesk({ ...context, history: this.#history });
    this.options = new MoveOptions({
      inventory,
      provider,
      history: this.#history,
      reservations: () => operationStore.reservations(),
      coming: host => this.#coming.on(host),
    });
    this.#outside = new OutsideMoves({ inventory, desk: this.desk });
    this.foundLater = new FoundLater({ inventory, tell: (id, error) => this.desk.amend(id, error) });
    this.plans = new PlansService({
      ...context,
      store: context.plans,
      moves: this.options,
      desk: this.desk,
      find: id => operationStore.get(id),
    });
    this.#maintenance = new Maintenance(inventory, context.maintenance);
    this.performers = [
      maintenancePerformer({ inventory, maintenance: this.#maintenance }),
      movePerformer({ desk: this.desk, measured: (id, result) => this.#measured.set(id, result) }),
      anewPerformer({
        inventory,
        find: id => operationStore.get(id),
        known: async (user, key) => (await operationStore.known(user, key))?.reply,
        operations: () => this.#operations,
      }),
      steerPerformer({
        running: id => this.desk.find(id)?.row,
        handleOf: operation => this.#operations?.underWay(operation)?.handle ?? null,
        callOff: async operation => (await this.#operations?.callOff(operation)) ?? false,
        callingOff: id => this.#outside.calledOff(id),
      }),
    ];
    inventory.moved = (backend, move) => this.#take(backend, move);
  }

  /** Before operations and backends: what earlier processes left is known when they begin to tell. */
  async prepare(): Promise<void> {
    await this.#maintenance.start();
    for (const kept of await this.desk.restore()) {
      if (kept.row.operation === null) this.#outside.restore(kept);
      else this.#kept.set(kept.row.id, kept);
    }
  }

  /** Once operations have begun: a move whose operation is not under way ended with it. */
  async start(operations: Operations): Promise<void> {
    this.#operations = operations;
    for (const kept of this.#kept.values()) {
      const record = await this.#context.operationStore.get(kept.row.operation ?? '');
      if (record && operations.underWay(record.id)) continue;
      const known = record !== undefined && isFinished(record);
      const end = known ? endOf(record) : ({ state: 'failed', error: lost } as const);
      this.#tellOwners(this.desk.close(kept, end, record?.endedAt ?? undefined));
    }
    this.#kept.clear();
    this.foundLater.start();
    await this.plans.start(operations);
  }

  stop(): void {
    this.plans.stop();
    this.foundLater.stop();
    this.desk.stop();
  }

  async optionsFor(instance: Instance, query: MigrationOptionsQuery, signal: AbortSignal) {
    const { bandwidth = null, downtimeMs = null, autoConverge, postCopy } = query;
    const measure = query.longLook ? 'long' : query.measure ? 'short' : 'none';
    const settings = { bandwidth, downtimeMs, autoConverge, postCopy };
    return (await this.options.judge(instance, { settings, measure, host: null, signal })).options;
  }

  async historyPage(query: MigrationHistoryQuery): Promise<MigrationHistory> {
    const { store, inventory } = this.#context;
    return { ...(await readHistory(store, query)), revision: inventory.store.revision };
  }

  settle = async (_viewer: Viewer, asked: Asked, target: Resource): Promise<Asked> => {
    if (asked.rule.name === 'beginAnew' && isKind(target, 'migration'))
      refuseLacking(anewArgs.parse(asked.args), this.desk.find(target.id)?.basis ?? null);
    if (!isMove({ kind: asked.kind, action: asked.rule.name }) || !isKind(target, 'instance')) return asked;
    const settled = await settleMove(this.options, target, migrateArgs.parse(asked.args));
    const { toHost } = settled.args;
    this.#settled.set(target.id, settled);
    if (toHost !== null) this.#coming.claim(target.id, toHost);
    return { ...asked, args: settled.args };
  };

  begun(record: OperationRecord): void {
    if (!isMove(record)) return;
    const { store } = this.#context.inventory;
    const settled = this.#settled.get(record.target);
    this.#settled.delete(record.target);
    const { toHost } = migrateArgs.parse(record.args);
    if (toHost !== null) this.#coming.claim(record.target, toHost, true);
    const kept = this.#kept.get(moveId(record));
    const predicted = settled?.predicted ?? null;
    this.desk.follow(
      kept ?? {
        row: newMove(record, { store, predicted, startedBy: this.#startedBy(record) }),
        basis: settled?.basis ?? null,
        shown: 0,
      },
    );
  }

  ended(record: OperationRecord): void {
    this.#endMove(record);
    this.plans.ended(record);
  }

  /** What would happen to everything on a host; undefined when there is none. */
  async whatIf(host: Host, event: WhatIf['event']): Promise<WhatIf> {
    const { store } = this.#context.inventory;
    const hosts = await this.options.targets(host.backend);
    const near = hosts.filter(
      ({ id }) => host.cluster === null || row(store, 'host', id)?.cluster === host.cluster,
    );
    const cluster = host.cluster === null ? undefined : row(store, 'cluster', host.cluster);
    const instances = [...rows(store, 'instance')];
    return whatIf({ host, event, instances, hosts: near, availability: cluster?.availability });
  }

  /** What a plan does is told apart from what people ask for one by one. */
  #startedBy({ target }: OperationRecord): Migration['startedBy'] {
    return this.plans.isMoving(target) ? 'drain' : 'user';
  }

  #endMove(record: OperationRecord): void {
    if (!isMove(record)) return;
    const id = moveId(record);
    this.#coming.release(record.target);
    const measured = this.#measured.get(id);
    this.#measured.delete(id);
    const row = isFinished(record) ? this.desk.end(id, { ...endOf(record), measured }) : undefined;
    if (!row) return;
    this.#tellOwners(row);
    this.foundLater.watch(row);
    this.#raiseLast(row);
  }

  #raiseLast(ended: Migration): void {
    const operations = this.#operations;
    if (!operations) return;
    raiseLast(ended, {
      open: () => this.desk.open,
      underWay: id => operations.underWay(id),
      submit: (viewer, call) => operations.submit(viewer, call),
      log: (message, fields) => this.#context.log('warn', message, fields),
    });
  }

  #tellOwners(row: Migration): void {
    recordReceipt(this.#context.inventory, row);
  }

  #take(backend: string, move: OutsideMove): void {
    // Orrery's own moves are told of by those who carry them out.
    const own = this.desk.open.some(({ row }) => row.operation !== null && row.instance === move.instance);
    if (!own) this.#outside.take(backend, move);
  }
}

const endOf = ({ state, error }: OperationRecord): MoveEnd => ({
  state: state === 'succeeded' || state === 'cancelled' ? state : 'failed',
  error,
});

const lost = {
  code: 'operation.outcome-unknown',
  message: 'Nothing is known of how it ended',
  cause: null,
  advice: 'Look where the instance is.',
};
