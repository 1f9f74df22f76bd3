import type { FieldTable, NameOf } from '../query/fields.ts';
import { nearest } from '../query/nearest.ts';
import type { Store } from '../store/store.ts';
import type { Applied, StoredResource } from '../store/types.ts';
import { AggregateQuery } from './aggregate-query.ts';
import { AggregateSet } from './aggregate-set.ts';
import { fieldsKey } from './only-fields.ts';
import type { QueryHost } from './query-host.ts';
import type { SharedQuery } from './shared-query.ts';
import { type ReadAggregate, type ReadRows, readAggregateSpec, readRowsSpec } from './query-spec.ts';
import { Retention } from './retention.ts';
import { RowsQuery, type RowsSource } from './rows-query.ts';
import { sketchKey } from './sketch.ts';
import { namesIn } from '../store/names-in.ts';
import { NameFollower } from './name-follower.ts';
import { Topic } from './topic.ts';
import { Turns } from './turns.ts';
import type { AggregateSpec, OpenResult, RowsSpec, Runtime, Scope } from './types.ts';

export interface LiveQueriesOptions<R extends StoredResource> {
  readonly store: Store<R>;
  /** What can be asked, by topic (kind of resource). */
  readonly tables: Readonly<Record<string, FieldTable<R>>>;
  readonly runtime: Runtime;
  /** A short text that cannot be guessed and is never given twice. Names a live query in frames. */
  readonly newId: () => string;
  readonly timing?: Partial<LiveTiming>;
  /** Fields that hold ids can be asked by name where this is given. */
  readonly nameOf?: (resource: R) => string;
}

/** All in milliseconds. */
export interface LiveTiming {
  /** Frames of one query are at least this far apart; the first after a quiet time leaves at once. */
  readonly rowsInterval: number;
  /** The same where more than `crowd` clients follow. */
  readonly crowdInterval: number;
  readonly aggregateInterval: number;
  /** How long a query without listeners is kept up to date. */
  readonly retain: number;
  /** How long after that its clients can still resume. */
  readonly park: number;
  /** How often results that change with time alone (`age<2h`) are looked through. */
  readonly sweep: number;
  /** How long after a renaming the results that ask by name are looked through. */
  readonly renaming: number;
  readonly changesBudget: number;
  readonly turnBudget: number;
}

export const defaultTiming: LiveTiming = {
  // A screen draws every 16.7 ms: more than one frame for each would be lost work.
  rowsInterval: 16,
  crowdInterval: 50,
  aggregateInterval: 250,
  retain: 10_000,
  park: 120_000,
  sweep: 5_000,
  renaming: 250,
  changesBudget: 5,
  turnBudget: 8,
};

/** Clients of one query from which on their number, not the change, makes the work. */
const crowd = 20;

/** Remembered windows of clients who are away; each holds at most one window of rows. */
const maxParked = 1_000;

/**
 * Live queries over a store (docs/specs/realtime.md). Open a query, attach a listener, hand its frames on.
 * Queries that ask the same in the same scope are one computation with one stream of shared frames.
 */
export class LiveQueries<R extends StoredResource> implements QueryHost<R, SharedQuery<R>> {
  readonly epoch: string;
  readonly aggregateIntervalMs: number;
  private readonly options: LiveQueriesOptions<R>;
  private readonly timing: LiveTiming;
  private readonly topics = new Map<string, Topic<R>>();
  private readonly byKey = new Map<string, SharedQuery<R>>();
  private readonly known = new Set<SharedQuery<R>>();
  private readonly turns: Turns<R>;
  private readonly retention: Retention<SharedQuery<R>>;
  private readonly names: NameFollower<R>;
  private readonly stopFollowing: () => void;
  private cancelSweep: (() => void) | undefined;

  constructor(options: LiveQueriesOptions<R>) {
    const { store, runtime } = options;
    this.options = options;
    this.timing = { ...defaultTiming, ...options.timing };
    this.epoch = store.epoch;
    this.aggregateIntervalMs = this.timing.aggregateInterval;
    for (const kind of Object.keys(options.tables)) this.topics.set(kind, new Topic(kind, store));
    this.turns = new Turns({
      runtime,
      budget: { changes: this.timing.changesBudget, turn: this.timing.turnBudget },
      topics: () => this.topics.values(),
      onJobDone: () => this.startReady(),
      onJobsDone: () => this.recycle(),
    });
    this.retention = new Retention({
      runtime,
      retainMs: this.timing.retain,
      parkMs: this.timing.park,
      maxParked,
      onPark: query => this.disconnect(query),
      onDrop: query => this.drop(query),
    });
    this.names = new NameFollower({
      delayMs: this.timing.renaming,
      runtime,
      nameOf: options.nameOf,
      enqueue: job => this.turns.enqueue(job),
    });
    this.stopFollowing = store.onApplied(applied => this.follow(applied));
    this.turns.wake(0);
    this.scheduleSweep();
  }

  /** Opens a live query, or says what is wrong with it. Nothing is computed twice for the same question. */
  open(spec: RowsSpec | AggregateSpec, scope: Scope<R>): OpenResult<R> {
    const topic = this.topics.get(spec.topic);
    const table = this.options.tables[spec.topic];
    if (topic === undefined || table === undefined) return this.unknownTopic(spec.topic);
    const folded = topic.folded(table, scope.hides);
    const context = {
      table,
      scope,
      now: () => this.options.runtime.now(),
      folded,
      nameOf: this.namesFor(scope),
    };
    if (spec.type === 'rows') {
      const read = readRowsSpec(spec, context);
      return read.ok ? { ok: true, query: this.rowsQuery(spec, { read, topic, scope }) } : read;
    }
    const read = readAggregateSpec(spec, context);
    return read.ok ? { ok: true, query: this.aggregateQuery(spec, { read, topic, scope }) } : read;
  }

  private namesFor(scope: Scope<R>): NameOf | undefined {
    const { store, nameOf } = this.options;
    return nameOf && namesIn(store, { sees: held => scope.sees(held), nameOf });
  }

  /** Live queries that are kept up to date, and those that are only remembered. */
  get counts(): { readonly active: number; readonly parked: number } {
    const parked = this.retention.parkedCount;
    return { active: this.known.size - parked, parked };
  }

  stop(): void {
    this.stopFollowing();
    this.cancelSweep?.();
    this.names.stop();
    this.turns.stop();
    this.retention.stop();
  }

  rowsIntervalMs(listeners: number): number {
    return listeners > crowd ? this.timing.crowdInterval : this.timing.rowsInterval;
  }

  /** What scopes show of rows has changed though the rows have not: all that is shown is looked at again. */
  showAnew(): void {
    for (const query of this.known) query.showAnew();
  }

  touch(query: SharedQuery<R>): void {
    this.turns.touch(query);
    this.turns.wake(0);
  }

  onListen(query: SharedQuery<R>): void {
    this.wanted(query);
  }

  onIdle(query: SharedQuery<R>): void {
    this.retention.idle(query);
  }

  oldest(topic: Topic<R>, ids?: readonly string[]): string {
    const { store, runtime } = this.options;
    let oldest: string | undefined;
    for (const id of ids ?? []) {
      const row = topic.row(id);
      const fresh = row && store.freshness(row);
      if (fresh !== undefined && (oldest === undefined || fresh < oldest)) oldest = fresh;
    }
    if (ids === undefined || ids.length === 0) oldest = store.heardFromAll();
    return oldest ?? new Date(runtime.now()).toISOString();
  }

  private rowsQuery(
    spec: RowsSpec,
    { read, topic, scope }: { read: ReadRows<R>; topic: Topic<R>; scope: Scope<R> },
  ): RowsQuery<R> {
    const { offset, limit } = spec.window;
    const fields = fieldsKey(spec.fields);
    const resultKey = JSON.stringify([read.text, scope.key]);
    const key = JSON.stringify([
      'rows',
      topic.kind,
      read.text,
      read.sort.text,
      offset,
      limit,
      scope.key,
      fields,
      sketchKey(spec.sketch),
    ]);
    const known = this.byKey.get(key);
    if (known instanceof RowsQuery) return this.wanted(known);
    const everything = read.compiled.matchesAll && scope.seesAll === true;
    const source = (): RowsSource<R> => {
      const { index, isNew } = topic.index(read.sort.text, read.sort.columns);
      const wantsIndex = () => topic.indexes.get(read.sort.text) === index;
      if (isNew) this.turns.enqueue({ job: index.build(), wanted: wantsIndex });
      const found = everything ? index.all : index.find(resultKey);
      if (found !== undefined) return { index, set: found, resultKey, sortText: read.sort.text };
      const set = index.add({ key: resultKey, matches: read.matches, usesClock: read.compiled.usesClock });
      this.turns.enqueue({
        job: index.fill(set),
        wanted: () => wantsIndex() && index.find(resultKey) === set,
      });
      const { namesOf } = read.compiled;
      this.names.add({ namesOf, scope, sweep: () => index.sweep(set), wanted: () => set.watchers.size > 0 });
      return { index, set, resultKey, sortText: read.sort.text };
    };
    const id = this.options.newId();
    return this.wanted(new RowsQuery(this, { spec, topic, scope, id, key, source }));
  }

  private aggregateQuery(
    spec: AggregateSpec,
    { read, topic, scope }: { read: ReadAggregate<R>; topic: Topic<R>; scope: Scope<R> },
  ): AggregateQuery<R> {
    const key = JSON.stringify(['aggregate', topic.kind, read.text, spec.groupBy, spec.sums, scope.key]);
    const known = this.byKey.get(key);
    if (known instanceof AggregateQuery) return this.wanted(known);
    const source = (onChanged: () => void) => {
      const { matches, group, sums, compiled } = read;
      const { usesClock } = compiled;
      const set = new AggregateSet({ slots: topic.slots, matches, group, sums, usesClock, onChanged });
      const wanted = () => topic.aggregates.has(set);
      this.turns.enqueue({ job: set.build(), wanted });
      this.names.add({ namesOf: compiled.namesOf, scope, sweep: () => set.sweep(), wanted });
      return set;
    };
    const id = this.options.newId();
    return this.wanted(new AggregateQuery(this, { spec, topic, scopeKey: scope.key, id, key, source }));
  }

  /** Connected from here on, and kept for a while even if nobody attaches. */
  private wanted<Q extends SharedQuery<R>>(query: Q): Q {
    this.retention.wanted(query);
    this.known.add(query);
    if (!this.byKey.has(query.key)) this.byKey.set(query.key, query);
    if (!query.connected) {
      query.connect();
      query.startIfReady();
    }
    if (query.listening === 0) this.retention.idle(query);
    return query;
  }

  private disconnect(query: SharedQuery<R>): void {
    this.turns.forget(query);
    const source = query.disconnect();
    if (source === undefined) return;
    const { index, set, resultKey, sortText } = source;
    if (set !== index.all && set.watchers.size === 0) index.drop(resultKey);
    const topic = this.topics.get(query.spec.topic);
    if (index.unused && topic?.indexes.get(sortText) === index) topic.indexes.delete(sortText);
  }

  private drop(query: SharedQuery<R>): void {
    this.known.delete(query);
    if (this.byKey.get(query.key) === query) this.byKey.delete(query.key);
  }

  private follow({ changed, refreshed }: Applied<R>): void {
    for (const { kind, id } of changed) this.topics.get(kind)?.note(id);
    this.names.follow(changed);
    for (const resource of refreshed) this.topics.get(resource.kind)?.refresh(resource);
    if (changed.length > 0) this.turns.wake(0);
  }

  private startReady(): void {
    for (const query of this.known) query.startIfReady();
  }

  private recycle(): void {
    for (const topic of this.topics.values()) topic.slots.recycle();
  }

  private scheduleSweep(): void {
    this.cancelSweep = this.options.runtime.after(this.timing.sweep, () => {
      this.sweep();
      this.scheduleSweep();
    });
  }

  private sweep(): void {
    for (const topic of this.topics.values()) {
      for (const index of topic.indexes.values()) {
        for (const set of index.clockSets()) {
          this.turns.enqueue({ job: index.sweep(set), wanted: () => set.watchers.size > 0 });
        }
      }
      for (const set of topic.aggregates) {
        if (!set.usesClock || !set.ready) continue;
        this.turns.enqueue({ job: set.sweep(), wanted: () => topic.aggregates.has(set) });
      }
    }
    if (!this.turns.busy) this.recycle();
  }

  private unknownTopic(topic: string): OpenResult<R> {
    const meant = nearest(topic, [...this.topics.keys()]);
    const hint = meant === undefined ? '.' : `, did you mean '${meant}'?`;
    const message = `Unknown topic '${topic}'${hint}`;
    return {
      ok: false,
      code: 'topic.unknown',
      problems: [{ code: 'unknown-value', from: 0, to: 0, message, suggestion: meant }],
    };
  }
}
