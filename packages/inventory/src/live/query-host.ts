import type { StoredResource } from '../store/types.ts';
import type { Topic } from './topic.ts';

/** What queries of one sort ask of the engine around them. */
export interface QueryHost<R extends StoredResource, Query> {
  readonly epoch: string;
  /** Between frames that go to so many. */
  rowsIntervalMs(listeners: number): number;
  readonly aggregateIntervalMs: number;
  /** Something may have changed for this query: look at it when its pace allows. */
  touch(query: Query): void;
  /** Somebody listens now. */
  onListen(query: Query): void;
  /** The last listener left. */
  onIdle(query: Query): void;
  /** The oldest age among these resources, or among all of the topic's backends. */
  oldest(topic: Topic<R>, ids?: readonly string[]): string;
}
