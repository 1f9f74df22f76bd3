import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { Store } from '@orrery/inventory/store/store.ts';
import type { Applied, Change } from '@orrery/inventory/store/types.ts';
import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { MetricSample } from '@orrery/provider-kit/sink.ts';
import { BackendFeed } from './backend-feed.ts';
import type { BackendIdentity } from './backend-row.ts';
import { DerivedRows } from './derived-rows.ts';
import { EventJournal, type EventLog } from './event-journal.ts';
import { IntakePump } from './intake-pump.ts';
import { type HostMarks, type Marks, noHostMarks, noMarks } from './marks.ts';
import { MetricHistory, metricNames } from './metric-history.ts';
import { Presenter } from './presenter.ts';
import type { InventoryPublisher } from './reader.ts';
import { type InventoryStore, noActions } from './resource-row.ts';
import { iso, type InventoryRuntime } from './runtime.ts';
import { rowsToSave, savedRow } from './saved-rows.ts';
import type { SavedRow, SnapshotFile } from './snapshot-file.ts';
import { InstanceTotals } from './totals.ts';
import { Transitions } from './transitions.ts';
import { uuidv7 } from './uuid.ts';

export type InventoryLog = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

export interface InventoryOptions {
  runtime: InventoryRuntime;
  log: InventoryLog;
  events: EventLog;
  /** Null: nothing is kept over a restart. */
  snapshot: SnapshotFile | null;
}

/** Silence longer than the promise is noticed this much later at most. */
const tickMs = 1_000;
/** The first time; then less often: it costs about 30 µs of CPU a row. An orderly stop saves as well. */
const saveFirstMs = 60_000;
const saveEveryMs = 300_000;

/** The current state of everything, fed by the backends. The one place where rows come from and are changed. */
export class InventoryService implements InventoryPublisher {
  readonly store: InventoryStore;
  readonly history = new MetricHistory();
  readonly presenter: Presenter;
  readonly transitions: Transitions;
  readonly journal: EventJournal;
  readonly runtime: InventoryRuntime;
  /** Applied to every row that a backend reports from now on. */
  marks: Marks = noMarks;
  /** Applied to every host that a backend reports from now on. */
  hostMarks: HostMarks = noHostMarks;
  /** Where backends' own moves go. */
  moved: (backend: string, move: OutsideMove) => void = () => undefined;
  readonly #log: InventoryLog;
  readonly #snapshot: SnapshotFile | null;
  readonly #feeds = new Map<string, BackendFeed>();
  /** Sums over the instances of hosts and backends, up to date with every change. */
  readonly totals = new InstanceTotals();
  readonly #derived: DerivedRows;
  readonly #pump: IntakePump;
  #saved = new Map<string, SavedRow[]>();
  #cancelTick: (() => void) | undefined;
  #cancelSave: (() => void) | undefined;

  constructor({ runtime, log, events, snapshot }: InventoryOptions) {
    this.runtime = runtime;
    this.#log = log;
    this.#snapshot = snapshot;
    this.store = new Store<Resource>({ epoch: uuidv7(runtime.now()), carried: metricNames });
    const { store } = this;
    const { totals } = this;
    this.transitions = new Transitions(store);
    this.#derived = new DerivedRows({ store, runtime, totals, feeds: this.#feeds });
    const settling = {
      store,
      totals,
      transitions: this.transitions,
      marks: () => this.marks,
      hostMarks: () => this.hostMarks,
    };
    this.#pump = new IntakePump({ feeds: this.#feeds, settling, runtime });
    this.presenter = new Presenter({ backends: this, history: this.history, runtime });
    const onLogFailure = (error: unknown) => log('error', 'events could not be written', { error });
    this.journal = new EventJournal({ store, runtime, log: events, onLogFailure });
    store.onApplied(applied => this.#noteApplied(applied));
  }

  /** Reads what earlier processes left. Their rows appear as their backends are opened. */
  async start(): Promise<void> {
    await Promise.all([this.#readSnapshot(), this.journal.restore()]);
    this.#tick();
    this.#saveLater(saveFirstMs);
  }

  async stop(): Promise<void> {
    this.#cancelTick?.();
    this.#cancelSave?.();
    this.#pump.stop();
    this.#derived.stop();
    await this.journal.flush();
    await this.save();
  }

  /** A place for a backend's provider to report to, with the rows last known of it. */
  open(identity: BackendIdentity): BackendFeed {
    const feed = new BackendFeed({
      identity,
      store: this.store,
      runtime: this.runtime,
      hooks: {
        pending: () => this.#pump.schedule(),
        changed: () => this.#derived.noteBackend(identity.id),
        event: event => this.journal.record(identity.id, event),
        measured: sample => this.#measure(sample),
        moved: move => this.moved(identity.id, move),
        log: (level, message, fields) => this.#log(level, message, { backend: identity.id, ...fields }),
      },
    });
    this.#feeds.set(identity.id, feed);
    feed.restore((this.#saved.get(identity.id) ?? []).map(savedRow));
    this.#saved.delete(identity.id);
    this.#derived.noteBackend(identity.id);
    this.#derived.flush();
    return feed;
  }

  /** Takes a backend and all its rows out. */
  close(backend: string): void {
    const feed = this.#feeds.get(backend);
    if (feed === undefined) return;
    feed.close();
    this.#feeds.delete(backend);
    this.#pump.finish(feed);
    this.#derived.noteBackend(backend);
  }

  capabilities(backend: string): CapabilityTable | undefined {
    return this.#feeds.get(backend)?.capabilities();
  }

  /** Takes in at once what the backend has said of one resource and what still waits its turn. */
  catchUp(backend: string, id: string): void {
    const feed = this.#feeds.get(backend);
    if (feed !== undefined) this.#pump.catchUp(feed, id);
  }

  publish(resources: readonly Resource[]): void {
    this.store.apply(
      resources.map(resource => ({ op: 'upsert', resource: { ...resource, actions: noActions } })),
    );
  }

  retract(kind: ResourceKind, ids: readonly string[]): void {
    const asOf = iso(this.runtime.now());
    this.store.apply(ids.map((id): Change<Resource> => ({ op: 'remove', kind, id, asOf })));
  }

  async save(): Promise<void> {
    if (this.#snapshot === null) return;
    const partOf = (backend: string, id: string) => this.#feeds.get(backend)?.partOf(id) ?? null;
    try {
      await this.#snapshot.write(rowsToSave(this.store, partOf), iso(this.runtime.now()));
    } catch (error) {
      this.#log('error', 'the inventory could not be saved; a restart would begin empty', { error });
    }
  }

  async #readSnapshot(): Promise<void> {
    if (this.#snapshot === null) return;
    const { rows, problem } = await this.#snapshot.read();
    if (problem !== null) this.#log('warn', 'the saved inventory is damaged', { problem, rows: rows.length });
    this.#saved = Map.groupBy(rows, saved => saved.backend);
  }

  #noteApplied(applied: Applied<Resource>): void {
    for (const { id, before, after } of applied.changed) {
      if (after !== undefined || !before?.backend) continue;
      this.#feeds.get(before.backend)?.released(id);
      this.history.forget(id);
    }
    this.#derived.note(applied);
  }

  #measure(sample: MetricSample): void {
    this.history.record(sample.id, Date.parse(sample.asOf), sample);
  }

  #tick(): void {
    for (const feed of this.#feeds.values()) feed.tick();
    this.#cancelTick = this.runtime.after(tickMs, () => this.#tick());
  }

  #saveLater(ms: number): void {
    const saved = () => this.#saveLater(saveEveryMs);
    this.#cancelSave = this.runtime.after(ms, () => void this.save().then(saved));
  }
}
