import type {
  AggregateSnapshot,
  QueryStatus,
  RealtimeError,
  SubscribeRequest,
} from '@orrery/contract/realtime/messages.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { ClientAggregate } from '@orrery/inventory/client-view/client-view.ts';
import type { Frame, LiveSource, Verdict } from './live-source.ts';
import { Observable } from './observable.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface AggregateQuery {
  topic: ResourceKind;
  q?: string;
  groupBy?: string | null;
  sums?: string[];
  project?: string | null;
}

export interface AggregateState {
  /** False: what is held is not current (not answered yet, or the connection is lost). */
  readonly live: boolean;
  readonly groups: AggregateSnapshot['groups'];
  readonly asOf: string | null;
  readonly error: RealtimeError | null;
}

/** Live counts and sums. Watch it with subscribe and getSnapshot. */
export class LiveAggregate {
  readonly #subscriptions: Subscriptions;
  readonly #source: LiveSource;
  readonly #state = new Observable<AggregateState>({ live: false, groups: [], asOf: null, error: null });
  #mirror = new ClientAggregate();
  #query: AggregateQuery;

  constructor(query: AggregateQuery, subscriptions: Subscriptions) {
    this.#query = query;
    this.#subscriptions = subscriptions;
    this.#source = {
      request: () => this.#request(),
      answered: frame => {
        this.#mirror = new ClientAggregate();
        return this.#take(frame);
      },
      frame: frame => this.#take(frame),
      status: status => this.#compare(status),
      refused: error => this.#state.set({ ...this.getSnapshot(), live: false, error }),
      voided: () => this.#away(),
      disconnected: () => this.#away(),
    };
    subscriptions.ask(this.#source);
  }

  readonly getSnapshot = (): AggregateState => this.#state.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** Asks something else; what is held stays until the answer comes. */
  setQuery(query: AggregateQuery): void {
    this.#query = query;
    this.#away();
    this.#subscriptions.ask(this.#source);
  }

  close(): void {
    this.#subscriptions.remove(this.#source);
  }

  #request(): SubscribeRequest {
    const { topic, q = '', groupBy = null, sums = [], project = null } = this.#query;
    return { type: 'aggregate', topic, q, groupBy, sums, project };
  }

  #take(frame: Frame): Verdict {
    if (frame.type === 'aggregate' && this.#mirror.apply(frame) === 'applied') {
      this.#state.set({ live: true, groups: frame.groups, asOf: frame.asOf, error: null });
    }
    return 'ok';
  }

  #compare(status: QueryStatus): Verdict {
    if (this.#mirror.applyStatus(status) === 'gap') return 'resubscribe';
    this.#state.set({ ...this.getSnapshot(), asOf: this.#mirror.asOf ?? null });
    return 'ok';
  }

  #away(): void {
    this.#state.set({ ...this.getSnapshot(), live: false });
  }
}
