import type {
  QueryStatus,
  QueryWindow,
  RealtimeError,
  RowsDelta,
  RowsSnapshot,
  Sketch,
  SubscribeRequest,
} from '@orrery/contract/realtime/messages.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import { ClientView, type Outcome, type ViewChange } from '@orrery/inventory/client-view/client-view.ts';
import type { DeltaFrame, SnapshotFrame } from '@orrery/inventory/live/types.ts';
import type { Frame, LiveSource, Verdict } from './live-source.ts';
import { Observable } from './observable.ts';
import { shouldMove, windowAround } from './row-window.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface RowsQuery<K extends ResourceKind> {
  topic: K;
  q?: string;
  /** Such as `-cpu,name`. */
  sort?: string;
  /** Narrow to one project. */
  project?: string | null;
  /**
   * Only these fields of each row, beside id, kind and actions: for pictures of thousands of rows. Nothing else of a row
   * may be read then, whatever its type says.
   */
  fields?: readonly string[];
  /** Rounded, at most so often, told by what changed: with `fields`, for pictures of thousands of rows. */
  sketch?: Partial<Sketch>;
}

export interface RowsState {
  /** False: what is held is not current (not answered yet, or the connection is lost). */
  readonly live: boolean;
  /** Something was held already: an empty list is really empty. */
  readonly loaded: boolean;
  /** Ids of the rows held, in order; the first stands at `offset` of the whole list. */
  readonly order: readonly string[];
  readonly offset: number;
  readonly total: number;
  /** Every row held was confirmed at this time or later (ISO 8601). */
  readonly asOf: string | null;
  readonly error: RealtimeError | null;
}

const nothing: RowsState = {
  live: false,
  loaded: false,
  order: [],
  offset: 0,
  total: 0,
  asOf: null,
  error: null,
};

/**
 * A moving window on a live list. `getSnapshot` and `subscribe` tell of order, total and age; `row` and `subscribeRow`
 * of one row, so that a table draws only what changed.
 */
export class LiveRows<K extends ResourceKind> {
  readonly #subscriptions: Subscriptions;
  readonly #source: LiveSource;
  readonly #state = new Observable<RowsState>(nothing);
  readonly #rowListeners = new Map<string, Set<() => void>>();
  #query: RowsQuery<K>;
  #view = new ClientView<ResourceTypes[K]>();
  #shown: QueryWindow | undefined;
  /** What is subscribed, or being subscribed. */
  #window: QueryWindow | undefined;
  /**
   * What is held, seen from what is being subscribed. `same`: an earlier state of it. `other`: of another window or query,
   * from which one delta may lead over. `void`: nothing leads on from it.
   */
  #held: 'same' | 'other' | 'void' = 'same';
  /** What the answer under way will be of. */
  #asked: { query: RowsQuery<K>; window: QueryWindow | undefined } | undefined;

  constructor(query: RowsQuery<K>, subscriptions: Subscriptions) {
    this.#query = query;
    this.#subscriptions = subscriptions;
    this.#source = {
      request: current => this.#request(current),
      answered: frame => this.#answered(frame),
      frame: frame => this.#take(frame),
      refused: error => this.#state.set({ ...this.getSnapshot(), live: false, error }),
      status: status => this.#compare(status),
      voided: () => this.#voided(),
      disconnected: () => this.#disconnected(),
    };
  }

  readonly getSnapshot = (): RowsState => this.#state.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** The same object until that row changes; undefined when it is not held. */
  readonly row = (id: string): ResourceTypes[K] | undefined => this.#view.row(id);

  /** The row at a place of the whole list; undefined when it is not held. */
  readonly rowAt = (place: number): ResourceTypes[K] | undefined => {
    const { order, offset } = this.getSnapshot();
    const id = order[place - offset];
    return id === undefined ? undefined : this.#view.row(id);
  };

  readonly subscribeRow = (id: string, listener: () => void): (() => void) => {
    const listeners = this.#rowListeners.get(id) ?? new Set();
    this.#rowListeners.set(id, listeners);
    const entry = () => listener();
    listeners.add(entry);
    return () => {
      listeners.delete(entry);
      if (listeners.size === 0) this.#rowListeners.delete(id);
    };
  };

  /** What is on screen. Cheap: asks the server only when what is held around it runs out. */
  setWindow(shown: QueryWindow): void {
    this.#shown = shown;
    const { loaded, total } = this.getSnapshot();
    const enough =
      this.#window && !shouldMove(this.#window, shown, loaded ? total : Number.POSITIVE_INFINITY);
    if (enough) return;
    this.#window = windowAround(shown);
    this.#askAnew();
  }

  /** Asks something else; what is held stays until the answer comes. */
  setQuery(query: Omit<RowsQuery<K>, 'topic'>): void {
    this.#query = { ...query, topic: this.#query.topic };
    if (this.#shown === undefined) return;
    this.#window = windowAround(this.#shown);
    this.#away();
    this.#askAnew();
  }

  /** A later setWindow opens it again. */
  close(): void {
    this.#subscriptions.remove(this.#source);
    this.#rowListeners.clear();
    this.#window = undefined;
  }

  #askAnew(): void {
    if (this.#held === 'same') this.#held = 'other';
    this.#subscriptions.ask(this.#source);
  }

  #request(current: string | undefined): SubscribeRequest {
    const { topic, q = '', sort = 'name', project = null, fields, sketch } = this.#query;
    this.#asked = { query: this.#query, window: this.#window };
    const window = this.#window ?? { offset: 0, limit: 0 };
    const only = {
      ...(fields && { fields: [...fields] }),
      ...(sketch && { sketch: { everyMs: 0, steps: {}, digits: {}, ...sketch } }),
    };
    const request = { type: 'rows', topic, q, sort, project, window, ...only } as const;
    const resume = this.#view.resumePoint;
    if (resume === undefined || this.#held === 'void') return request;
    if (this.#held === 'same') return { ...request, resume };
    return current === undefined ? request : { ...request, replaces: current };
  }

  /** The first frame of a subscription: of what is held already when it resumes, of something else when it moved. */
  #answered(frame: Frame): Verdict {
    if (frame.type !== 'snapshot') return this.#lead(frame);
    const fresh = new ClientView<ResourceTypes[K]>();
    const before = this.#view;
    this.#view = fresh;
    this.#held = 'same';
    fresh.applySnapshot(snapshotOf<K>(frame));
    const ids = new Set([...before.order, ...fresh.order]);
    this.#tell({ ids: [...ids].filter(id => before.row(id) !== fresh.row(id)), order: true, reset: true });
    return 'ok';
  }

  /** One delta from what is held to what was asked for. */
  #lead(frame: Frame): Verdict {
    const { query, window } = this.#asked ?? {};
    // It may want something else again by now.
    this.#held = query === this.#query && window === this.#window ? 'same' : 'other';
    const verdict = this.#take(frame);
    if (query !== this.#query) this.#away();
    return verdict;
  }

  #take(frame: Frame): Verdict {
    const changes: ViewChange[] = [];
    const stop = this.#view.onChange(change => changes.push(change));
    const outcome = this.#apply(frame);
    stop();
    for (const change of changes) this.#tell(change);
    if (outcome === 'applied' && changes.length === 0) this.#tell({ ids: [], order: false, reset: false });
    if (outcome !== 'gap') return 'ok';
    // What was missed cannot be had as a delta: the next answer is a snapshot.
    this.#held = 'void';
    return 'resubscribe';
  }

  #compare(status: QueryStatus): Verdict {
    const outcome = this.#view.applyStatus(status);
    if (outcome === 'applied') this.#tell({ ids: [], order: false, reset: false });
    if (outcome !== 'gap') return 'ok';
    this.#held = 'void';
    return 'resubscribe';
  }

  #apply(frame: Frame): Outcome {
    if (frame.type === 'delta') return this.#view.applyDelta(deltaOf<K>(frame));
    return frame.type === 'snapshot' ? this.#view.applySnapshot(snapshotOf<K>(frame)) : 'ignored';
  }

  #tell({ ids }: ViewChange): void {
    const { order, offset, total, asOf = null } = this.#view;
    this.#state.set({ live: true, loaded: true, order, offset, total, asOf, error: null });
    for (const id of ids) for (const listener of [...(this.#rowListeners.get(id) ?? [])]) listener();
  }

  #voided(): void {
    this.#held = 'void';
    this.#away();
  }

  /** The server forgets what of another window or query was held through this connection. */
  #disconnected(): void {
    if (this.#held === 'other') this.#held = 'void';
    this.#away();
  }

  #away(): void {
    const state = this.getSnapshot();
    if (state.live) this.#state.set({ ...state, live: false });
  }
}

// The server sends rows of the topic that was asked for, made by the contract's schema of that kind: the frames are
// typed loosely only because one schema serves all topics.
const snapshotOf = <K extends ResourceKind>(frame: RowsSnapshot) =>
  frame as unknown as SnapshotFrame<ResourceTypes[K]>;
const deltaOf = <K extends ResourceKind>(frame: RowsDelta) =>
  frame as unknown as DeltaFrame<ResourceTypes[K]>;
