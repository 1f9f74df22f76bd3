import { randomUUID } from 'node:crypto';
import { bulkReplySchema } from '@orrery/contract/http/bodies.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { RequestError } from '../errors/request-error.ts';
import type { ActionRefusal } from '../inventory/actions-of.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { iso } from '../inventory/runtime.ts';
import { type Admission, admit, type Asked, busy, readAction, refusedError } from './admission.ts';
import type { ActionCall, ActionQuota, AuditSink, BulkCall, BulkReply, Operations } from './api.ts';
import { Batches } from './batches.ts';
import { Board, keptInMemory } from './board.ts';
import { Executor, type ExecutorOptions } from './executor.ts';
import { Launcher } from './launcher.ts';
import { hashOf, hashOfAll, newRecord } from './new-record.ts';
import { intentsWithin, type Refusals } from './intents-within.ts';
import { isFinished, type OperationRecord, toResource } from './operation-record.ts';
import type { Intent, KnownRequest, OperationStore } from './operation-store.ts';
import type { Held } from './reservation.ts';
import { type Settle, settleOne } from './settle.ts';

export interface OperationsOptions {
  inventory: InventoryService;
  store: OperationStore;
  provider: (backend: string) => Provider | undefined;
  clock: Clock;
  audit: AuditSink;
  log: InventoryLog;
  image?: ExecutorOptions['image'];
  told?: ExecutorOptions['told'];
  performers?: ExecutorOptions['performers'];
  settle?: Settle | undefined;
  /** Without it actions take nothing of quotas. */
  quota?: ActionQuota;
  securityGroups?: ExecutorOptions['securityGroups'];
  /** What else stands against an action that state and role allow. */
  refuse?: (target: Resource, action: string, args: Record<string, unknown>) => ActionRefusal | null;
}

export interface ReserveCall {
  /** Whose limits the plan asks for. */
  projects: readonly string[];
  idempotencyKey?: string | undefined;
  /** What the key stands for. */
  asked: readonly unknown[];
  /** Decides, alone, on what is reserved then; throws RequestError to refuse. May be called only once. */
  plan: (held: Held) => readonly Intent[];
}

interface Allowed {
  record: OperationRecord;
  name: string;
}

/** Everything that changes a backend (docs/specs/operations.md). */
export class OperationsService implements Operations {
  readonly #options: OperationsOptions;
  readonly #launcher: Launcher;
  readonly #board: Board;
  readonly #batches = new Batches();

  constructor(options: OperationsOptions) {
    this.#options = options;
    this.#board = new Board(options.inventory);
    const shared = { ...options, board: this.#board, batches: this.#batches };
    this.#launcher = new Launcher({ ...shared, executor: new Executor(shared) });
  }

  /** Shows what there was, and finds out what became of what an earlier process left. */
  async start(): Promise<void> {
    const { store } = this.#options;
    const unfinished = await store.unfinished();
    for (const record of (await store.newest(keptInMemory)).toReversed()) {
      if (!isFinished(record)) continue;
      this.#batches.note(record.batch, record.state === 'failed');
      this.#board.show(record);
    }
    for (const record of unfinished) this.#launcher.resume(record);
  }

  /** Nothing new is written; what runs at backends goes on there. */
  stop(): void {
    this.#launcher.stop();
  }

  async submit(viewer: Viewer, call: ActionCall): Promise<Operation> {
    const asked = readAction(call.kind, call.action, call.args);
    const key = this.#key(viewer, call.idempotencyKey, hashOf(asked, [call.id]));
    const earlier = key && (await this.#known(key));
    if (earlier) return this.#again(viewer, earlier.reply);
    const admission = this.#admit(viewer, asked, call.id);
    if (!admission.ok) throw refusedError(admission.refusal);
    const settled = await this.#settle(viewer, asked, admission.target);
    const record = this.#record(viewer, settled, { ...admission, batch: null });
    const records = intentsWithin([record], this.#options.quota);
    const request = { records, ...(key ? { key: { ...key, reply: () => record.id } } : {}) };
    const result = await this.#options.store.begin(request);
    if (result.outcome === 'known') return this.#again(viewer, this.#same(result.request, key?.hash).reply);
    if (result.begun.size === 0) {
      // A twin with the same key may have come first: then it is the one that makes the target busy.
      const twin = key && (await this.#known(key));
      if (twin) return this.#again(viewer, twin.reply);
      throw refusedError(busy);
    }
    this.#launcher.launch(record);
    return this.#present(viewer, record);
  }

  /** Operations that take of quota and places, all of them or none. Returns once their intents are on disk. */
  async reserve(viewer: Viewer, call: ReserveCall): Promise<Operation[]> {
    const key = this.#key(viewer, call.idempotencyKey, hashOfAll(call.asked));
    const earlier = key && (await this.#known(key));
    if (earlier) return this.#allAgain(viewer, earlier.reply);
    const begun: OperationRecord[] = [];
    const plan = (held: Held) => {
      const intents = call.plan(held);
      begun.splice(0, begun.length, ...intents.map(({ record }) => record));
      return intents;
    };
    const reply = () => begun.map(({ id }) => id).join(' ');
    const result = await this.#options.store.begin({
      records: { projects: call.projects, plan },
      ...(key && { key: { ...key, reply } }),
    });
    if (result.outcome === 'known')
      return this.#allAgain(viewer, this.#same(result.request, key?.hash).reply);
    const written = begun.filter(({ id }) => result.begun.has(id));
    if (written.length === 0) throw refusedError(busy);
    for (const record of written) this.#launcher.launch(record);
    return written.map(record => this.#present(viewer, record));
  }

  async bulk(viewer: Viewer, call: BulkCall): Promise<BulkReply> {
    const asked = readAction(call.kind, call.action, call.args);
    const ids = [...new Set(call.ids)];
    const key = this.#key(viewer, call.dryRun ? undefined : call.idempotencyKey, hashOf(asked, ids));
    const earlier = key && (await this.#known(key));
    if (earlier) return readReply(earlier.reply);
    const batch = call.dryRun ? null : randomUUID();
    const { allowed, refused } = await this.#sort(viewer, asked, { ids, batch });
    if (batch === null || allowed.length === 0) return replyOf({ allowed, refused, batch: null });
    const late: Refusals = new Map();
    const reply = (begun: ReadonlySet<string>) => bulkReply({ allowed, refused, batch, begun, late });
    const records = allowed.map(({ record }) => record);
    const kept = key
      ? { key: { ...key, reply: (begun: ReadonlySet<string>) => JSON.stringify(reply(begun)) } }
      : {};
    const within = intentsWithin(records, this.#options.quota, late);
    const result = await this.#options.store.begin({ records: within, ...kept });
    if (result.outcome === 'known') return readReply(this.#same(result.request, key?.hash).reply);
    for (const record of records) if (result.begun.has(record.id)) this.#launcher.launch(record);
    return reply(result.begun);
  }

  async cancel(viewer: Viewer, id: string): Promise<Operation> {
    const running = this.#launcher.find(id);
    const record = running?.record ?? (await this.#read(id));
    if (!record || !viewer.scope.sees(this.#resource(record))) throw notFound();
    if (!may(viewer.principal, 'operation.cancel', record.project)) {
      throw new RequestError('permission.denied', 'Your role does not allow to cancel it');
    }
    if (!running || running.ended) {
      throw new RequestError('operation.not-cancellable', 'It has ended already');
    }
    await this.#launcher.cancel(running);
    return this.#present(viewer, running.record);
  }

  /** One under way in this process. */
  underWay(id: string): OperationRecord | undefined {
    const running = this.#launcher.find(id);
    return running?.ended === false ? running.record : undefined;
  }

  /** For those who have asked already whether it may be. False: it has ended. */
  async callOff(id: string): Promise<boolean> {
    const running = this.#launcher.find(id);
    if (!running || running.ended) return false;
    await this.#launcher.cancel(running);
    return true;
  }

  async get(viewer: Viewer, id: string): Promise<Operation | undefined> {
    const record = this.#launcher.find(id)?.record ?? (await this.#read(id));
    return record && viewer.scope.sees(this.#resource(record)) ? this.#present(viewer, record) : undefined;
  }

  async retryFailed(viewer: Viewer, batch: string): Promise<BulkReply> {
    const records = isUuid(batch) ? await this.#options.store.inBatch(batch) : [];
    const visible = records.filter(record => viewer.scope.sees(this.#resource(record)));
    const failed = visible.filter(({ state }) => state === 'failed');
    const [first] = failed;
    if (visible.length === 0) throw notFound();
    if (first === undefined || first.creation !== null)
      return replyOf({ allowed: [], refused: [], batch: null });
    const { kind, action, args } = first;
    return this.bulk(viewer, { kind, action, args, ids: failed.map(({ target }) => target), dryRun: false });
  }

  async #sort(
    viewer: Viewer,
    asked: Asked,
    { ids, batch }: { ids: readonly string[]; batch: string | null },
  ) {
    const allowed: Allowed[] = [];
    const refused: BulkReply['refused'] = [];
    for (const id of ids) {
      const admission = this.#admit(viewer, asked, id);
      if (!admission.ok) {
        refused.push(refusedRow(id, admission));
        continue;
      }
      const { name } = admission.target;
      const settled = await settleOne(this.#settle(viewer, asked, admission.target));
      if (settled.ok) {
        allowed.push({ record: this.#record(viewer, settled.asked, { ...admission, batch }), name });
      } else refused.push(refusedRow(id, { ok: false, name, refusal: settled.refusal }));
    }
    return { allowed, refused };
  }

  async #settle(viewer: Viewer, asked: Asked, target: Resource): Promise<Asked> {
    const { settle } = this.#options;
    return settle ? settle(viewer, asked, target) : asked;
  }

  #admit(viewer: Viewer, asked: Asked, id: string): Admission {
    const { inventory, refuse } = this.#options;
    const admission = admit(viewer, asked, { id, store: inventory.store, backends: inventory });
    if (!admission.ok) return admission;
    const refusal = refuse?.(admission.target, asked.rule.name, asked.args) ?? null;
    return refusal === null ? admission : { ok: false, name: admission.target.name, refusal };
  }

  #record(
    viewer: Viewer,
    asked: Asked,
    { target, backend, batch }: Extract<Admission, { ok: true }> & { batch: string | null },
  ): OperationRecord {
    return newRecord({ viewer, asked, target, backend, batch, nowMs: this.#options.clock.now() });
  }

  #key({ principal }: Viewer, key: string | undefined, hash: string) {
    return key === undefined ? undefined : { userId: principal.userId, key, hash };
  }

  async #known({ userId, key, hash }: { userId: string; key: string; hash: string }) {
    const request = await this.#options.store.known(userId, key);
    return request && this.#same(request, hash);
  }

  #same(request: KnownRequest, hash: string | undefined): KnownRequest {
    if (request.hash === hash) return request;
    throw new RequestError(
      'idempotency.mismatch',
      'This Idempotency-Key was used for another request; take a new one',
    );
  }

  #allAgain(viewer: Viewer, ids: string): Promise<Operation[]> {
    return Promise.all(ids.split(' ').map(id => this.#again(viewer, id)));
  }

  async #again(viewer: Viewer, id: string): Promise<Operation> {
    const operation = await this.get(viewer, id);
    if (operation === undefined) throw notFound();
    return operation;
  }

  async #read(id: string): Promise<OperationRecord | undefined> {
    return isUuid(id) ? this.#options.store.get(id) : undefined;
  }

  #resource(record: OperationRecord): Operation {
    return toResource(record, iso(this.#options.clock.now()));
  }

  #present(viewer: Viewer, record: OperationRecord): Operation {
    return this.#options.inventory.presenter.present(viewer, this.#resource(record));
  }
}

const notFound = () => new RequestError('resource.not-found', 'There is no such operation');

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const readReply = (text: string): BulkReply => bulkReplySchema.parse(JSON.parse(text));

function refusedRow(
  id: string,
  { name, refusal }: Extract<Admission, { ok: false }>,
): BulkReply['refused'][number] {
  if (refusal === null) return { id, name, code: 'resource.not-found', reason: 'There is no such resource' };
  return { id, name, code: refusal.code, reason: refusal.reason };
}

interface Sorted {
  allowed: readonly Allowed[];
  refused: BulkReply['refused'];
  batch: string | null;
}

const replyOf = ({ allowed, refused, batch }: Sorted): BulkReply => ({
  batch,
  refused,
  allowed: allowed.map(({ record, name }) => ({ id: record.target, name, operation: batch && record.id })),
});

/** Those that became busy between preview and writing are refused after all. */
function bulkReply({
  begun,
  late,
  ...sorted
}: Sorted & { begun: ReadonlySet<string>; late: Refusals }): BulkReply {
  const missed = sorted.allowed.filter(({ record }) => !begun.has(record.id));
  const refused = missed.map(({ record, name }) => ({
    id: record.target,
    name,
    ...(late.get(record.id) ?? { code: busy.code, reason: busy.reason }),
  }));
  return replyOf({
    batch: begun.size > 0 ? sorted.batch : null,
    allowed: sorted.allowed.filter(({ record }) => begun.has(record.id)),
    refused: [...sorted.refused, ...refused],
  });
}
