import type {
  AggregateSnapshot,
  QueryStatus,
  RealtimeError,
  RowsDelta,
  RowsSnapshot,
  SubscribeRequest,
} from '@orrery/contract/realtime/messages.ts';

export type Frame = RowsSnapshot | RowsDelta | AggregateSnapshot;

/** What a source does next, after it was given something. */
export type Verdict = 'ok' | 'resubscribe';

/** One subscription as the connection sees it: it asks, and is given answers, frames and the news of an end. */
export interface LiveSource {
  /**
   * Names what it wants now; with where it stands, if it holds something. `current`: the live query whose frames it is
   * being given, if it alone follows that one: what it wants now may take that one's place.
   */
  request: (current: string | undefined) => SubscribeRequest;
  answered: (frame: Frame) => Verdict;
  refused: (error: RealtimeError) => void;
  frame: (frame: Frame) => Verdict;
  /** Where the server stands: something is missing when that is further, or elsewhere. */
  status: (status: QueryStatus) => Verdict;
  /** What it holds is void. */
  voided: () => void;
  /** The connection was lost: what it holds is of then. */
  disconnected: () => void;
}
