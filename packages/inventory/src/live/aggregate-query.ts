import type { StoredResource } from '../store/types.ts';
import type { AggregateSet } from './aggregate-set.ts';
import { Listeners } from './listeners.ts';
import { Pace } from './pace.ts';
import type { QueryHost } from './query-host.ts';
import type { Topic } from './topic.ts';
import type {
  AggregateFrame,
  AggregateGroup,
  AggregateSpec,
  FrameListener,
  LiveQuery,
  QueryStatus,
} from './types.ts';
import { sameValue } from '../store/equal.ts';

export interface AggregateQueryOptions<R extends StoredResource> {
  readonly spec: AggregateSpec;
  readonly topic: Topic<R>;
  readonly scopeKey: string;
  readonly id: string;
  /** Equal for all who ask the same in the same scope. */
  readonly key: string;
  readonly source: (onChanged: () => void) => AggregateSet<R>;
}

/** Counts and sums for one scope. Small enough to be sent whole. */
export class AggregateQuery<R extends StoredResource> implements LiveQuery<R> {
  readonly id: string;
  readonly epoch: string;
  readonly spec: AggregateSpec;
  readonly scopeKey: string;
  readonly key: string;
  readonly pace: Pace;
  private readonly host: QueryHost<R, AggregateQuery<R>>;
  private readonly topic: Topic<R>;
  private readonly listeners: Listeners<R>;
  private set: AggregateSet<R> | undefined;
  private readonly newSource: AggregateQueryOptions<R>['source'];
  private started = false;
  private current = 0;
  private groups: readonly AggregateGroup[] = [];

  constructor(host: QueryHost<R, AggregateQuery<R>>, options: AggregateQueryOptions<R>) {
    this.host = host;
    this.spec = options.spec;
    this.topic = options.topic;
    this.scopeKey = options.scopeKey;
    this.id = options.id;
    this.key = options.key;
    this.newSource = options.source;
    this.epoch = `${host.epoch}.${options.id}`;
    this.pace = new Pace(() => host.aggregateIntervalMs);
    this.listeners = new Listeners(() => host.onIdle(this));
  }

  get ready(): boolean {
    return this.started;
  }

  get revision(): number {
    return this.current;
  }

  get listening(): number {
    return this.listeners.size;
  }

  get connected(): boolean {
    return this.set !== undefined;
  }

  connect(): void {
    this.set = this.newSource(() => this.onChanged());
    this.topic.aggregates.add(this.set);
  }

  disconnect(): undefined {
    if (this.set !== undefined) this.topic.aggregates.delete(this.set);
    this.set = undefined;
    this.started = false;
  }

  startIfReady(): void {
    if (this.started || this.set?.ready !== true) return;
    this.started = true;
    this.flush();
    this.listeners.startAll();
  }

  private onChanged(): void {
    if (!this.started) return;
    this.pace.noteContent();
    this.host.touch(this);
  }

  /** Counts and sums are the same whatever may be done with the rows. */
  showAnew(): void {}

  flush(): boolean {
    if (this.set === undefined) return false;
    const groups = this.set.groups();
    if (this.current > 0 && sameValue(groups, this.groups)) return false;
    this.groups = groups;
    this.current += 1;
    this.listeners.deliver(this.frame());
    return true;
  }

  attach(listener: FrameListener<R>): () => void {
    const leave = this.listeners.add({ listener, first: () => this.frame() }, this.started);
    this.host.onListen(this);
    return leave;
  }

  snapshot(): AggregateFrame | undefined {
    return this.started ? this.frame() : undefined;
  }

  /** An aggregate is sent whole: whoever comes back gets it as it is. */
  resume(): AggregateFrame | null {
    return this.started ? this.frame() : null;
  }

  status(): QueryStatus {
    const asOf = this.host.oldest(this.topic);
    return { query: this.id, epoch: this.epoch, revision: this.current, asOf };
  }

  state(): undefined {
    return undefined;
  }

  private frame(): AggregateFrame {
    return { type: 'aggregate', ...this.status(), groups: this.groups };
  }
}
