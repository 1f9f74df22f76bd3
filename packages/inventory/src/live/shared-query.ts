import type { StoredResource } from '../store/types.ts';
import type { AggregateQuery } from './aggregate-query.ts';
import type { RowsQuery } from './rows-query.ts';

/** One computation and one stream of frames for all who ask the same in the same scope. */
export type SharedQuery<R extends StoredResource> = RowsQuery<R> | AggregateQuery<R>;
