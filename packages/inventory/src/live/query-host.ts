import type { StoredResource } from '../store/types.ts';
import type { AggregateQuery } from './aggregate-query.ts';
import type { RowsQuery } from './rows-query.ts';
import type { Topic } from './topic.ts';

export type SharedQuery<R extends StoredResource> = RowsQuery<R> | AggregateQuery<R>;

/** What a query asks of the engine around it. */
export interface QueryHost<R extends StoredResource> {
  readonly epoch: string;
  /** Between frames that go to so many. */
  rowsIntervalMs(listeners: number): number;
  readonly aggregateIntervalMs: number;
  /** Something may have changed for this query: look at it when its pace allows. */
  touch(query: SharedQuery<R>): void;
  /** Somebody listens now. */
  onListen(query: SharedQuery<R>): void;
  /** The last listener left. */
  onIdle(query: SharedQuery<R>): void;
  /** The oldest age among these resources, or among all of the topic's backends. */
  oldest(topic: Topic<R>, ids?: readonly string[]): string;
}
