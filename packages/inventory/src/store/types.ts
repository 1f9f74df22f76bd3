/** What the store and the live queries need to know of a resource. Every resource of the contract has it. */
export interface StoredResource {
  readonly id: string;
  readonly kind: string;
  readonly project: string | null;
  readonly backend: string | null;
  /** ISO 8601 in UTC with milliseconds, so that text order is time order. */
  readonly asOf: string;
}

/**
 * Where a change stands in the stream of its source. `seq` decides when both sides have it; otherwise `asOf` does.
 * Changes that stand before what is held are dropped.
 */
export interface ChangeOrder {
  readonly seq?: number;
}

export interface UpsertChange<R> extends ChangeOrder {
  readonly op: 'upsert';
  readonly resource: R;
}

/** Measured values of a resource that is already held. Ordered among patches only: a sample never hides an event. */
export interface PatchChange<R> extends ChangeOrder {
  readonly op: 'patch';
  readonly kind: string;
  readonly id: string;
  readonly asOf: string;
  readonly patch: Partial<Omit<R, 'id' | 'kind' | 'asOf'>>;
}

export interface RemoveChange extends ChangeOrder {
  readonly op: 'remove';
  readonly kind: string;
  readonly id: string;
  readonly asOf: string;
}

export type Change<R> = UpsertChange<R> | PatchChange<R> | RemoveChange;

/** One visible change. `before` and `after` are the whole resource; undefined when it did not or does not exist. */
export interface Changed<R> {
  readonly kind: string;
  readonly id: string;
  readonly before: R | undefined;
  readonly after: R | undefined;
}

export interface DroppedChange {
  readonly kind: string;
  readonly id: string;
  readonly why: 'older' | 'unknown' | 'removed-later';
}

/** What one batch did. `refreshed` were confirmed unchanged: only their age moved. */
export interface Applied<R> {
  readonly revision: number;
  readonly changed: readonly Changed<R>[];
  readonly refreshed: readonly R[];
  readonly dropped: readonly DroppedChange[];
}
