import { ChangeLog, type LoggedChange } from './change-log.ts';
import { sameButAge } from './equal.ts';
import { isOlder, type Position, Tombstones } from './tombstones.ts';
import type {
  Applied,
  Change,
  Changed,
  DroppedChange,
  PatchChange,
  RemoveChange,
  StoredResource,
  UpsertChange,
} from './types.ts';

export interface StoreOptions {
  /** Names this life of the store; revisions of different epochs cannot be compared. */
  readonly epoch: string;
  /** Changes that can be asked back with `changesSince`. */
  readonly logCapacity?: number;
  /** Removals remembered, so that late facts do not bring things back. */
  readonly tombstones?: number;
  /** Measured fields: an upsert in which one is absent keeps the value held. */
  readonly carried?: readonly string[];
}

export type StoreListener<R> = (applied: Applied<R>) => void;

interface Held<R> {
  resource: R;
  /** Store revision of its last visible change. */
  version: number;
  seq: number | undefined;
  /** Of the last upsert; patches move only the resource's own `asOf`. */
  asOf: string;
  /** When the measured fields were taken: they have an order of their own. */
  patchedAt: string;
  patchedSeq: number | undefined;
}

/** Collects what one batch did. */
interface Batch<R> {
  readonly revision: number;
  readonly changed: Changed<R>[];
  readonly refreshed: R[];
  readonly dropped: DroppedChange[];
}

/**
 * The current state of every resource, with one revision for the whole.
 *
 * `apply` takes a batch and makes at most one new revision; a batch that shows nothing new makes none. Resources are
 * immutable values: a change replaces the object, so that holding one is holding a version.
 */
export class Store<R extends StoredResource> {
  readonly epoch: string;
  private current = 0;
  private readonly kinds = new Map<string, Map<string, Held<R>>>();
  private readonly confirmations = new Map<string, string>();
  /** Newest sign of life of each backend. */
  private readonly heard = new Map<string, string>();
  private readonly listeners = new Set<StoreListener<R>>();
  private readonly log: ChangeLog;
  private readonly gone: Tombstones;
  private readonly carried: ReadonlySet<string>;

  constructor(options: StoreOptions) {
    this.epoch = options.epoch;
    this.log = new ChangeLog(options.logCapacity ?? 50_000, 0);
    this.gone = new Tombstones(options.tombstones ?? 10_000);
    this.carried = new Set(options.carried ?? []);
  }

  get revision(): number {
    return this.current;
  }

  get(kind: string, id: string): R | undefined {
    return this.kinds.get(kind)?.get(id)?.resource;
  }

  /** Revision at which the resource last changed visibly. */
  versionOf(kind: string, id: string): number | undefined {
    return this.kinds.get(kind)?.get(id)?.version;
  }

  count(kind: string): number {
    return this.kinds.get(kind)?.size ?? 0;
  }

  /** All resources of a kind, in order of first appearance. Do not apply changes while iterating. */
  *all(kind: string): IterableIterator<R> {
    for (const held of this.kinds.get(kind)?.values() ?? []) yield held.resource;
  }

  /** Which resources changed after `revision`; undefined when the log does not reach back that far. */
  changesSince(revision: number): readonly LoggedChange[] | undefined {
    return this.log.since(revision);
  }

  onApplied(listener: StoreListener<R>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A backend's whole picture was found to hold at this time: nothing of it is older than this. */
  confirm(backend: string, asOf: string): void {
    const known = this.confirmations.get(backend);
    if (known === undefined || known < asOf) this.confirmations.set(backend, asOf);
    this.hear(backend, asOf);
  }

  private hear(backend: string | null, asOf: string): void {
    if (backend === null) return;
    const known = this.heard.get(backend);
    if (known === undefined || known < asOf) this.heard.set(backend, asOf);
  }

  /** When the facts of this resource were last known to hold; undefined for what Orrery itself owns: always now. */
  freshness(resource: R): string | undefined {
    if (resource.backend === null) return undefined;
    const confirmed = this.confirmations.get(resource.backend);
    return confirmed !== undefined && confirmed > resource.asOf ? confirmed : resource.asOf;
  }

  /** When the backend heard from longest ago was last heard from; undefined before the first. */
  heardFromAll(): string | undefined {
    let oldest: string | undefined;
    for (const at of this.heard.values()) if (oldest === undefined || at < oldest) oldest = at;
    return oldest;
  }

  /** A backend that is no longer configured has no age. */
  forgetBackend(backend: string): void {
    this.heard.delete(backend);
    this.confirmations.delete(backend);
  }

  apply(changes: Iterable<Change<R>>): Applied<R> {
    const batch: Batch<R> = { revision: this.current + 1, changed: [], refreshed: [], dropped: [] };
    for (const change of changes) this.applyOne(change, batch);
    if (batch.changed.length > 0) this.current = batch.revision;
    const applied: Applied<R> = { ...batch, revision: this.current };
    if (batch.changed.length > 0 || batch.refreshed.length > 0) {
      for (const listener of this.listeners) listener(applied);
    }
    return applied;
  }

  private applyOne(change: Change<R>, batch: Batch<R>): void {
    switch (change.op) {
      case 'upsert':
        return this.upsert(change, batch);
      case 'patch':
        return this.patch(change, batch);
      case 'remove':
        return this.remove(change, batch);
    }
  }

  private upsert({ resource, seq }: UpsertChange<R>, batch: Batch<R>): void {
    const { kind, id, asOf } = resource;
    const rows = this.rows(kind);
    const held = rows.get(id);
    const position = { asOf, seq };
    if (held === undefined) return this.insert(rows, resource, { position, batch });
    if (isOlder(position, held)) {
      batch.dropped.push({ kind, id, why: 'older' });
      return;
    }
    held.asOf = asOf;
    held.seq = seq;
    const merged = this.carry(held, resource);
    if (asOf >= held.patchedAt && this.measures(resource)) {
      held.patchedAt = asOf;
      held.patchedSeq = undefined;
    }
    this.replace(held, merged, batch);
  }

  private insert(
    rows: Map<string, Held<R>>,
    resource: R,
    { position, batch }: { position: Position; batch: Batch<R> },
  ): void {
    const { kind, id, asOf } = resource;
    const removal = this.gone.find(keyOf(kind, id));
    if (removal !== undefined && isOlder(position, removal)) {
      batch.dropped.push({ kind, id, why: 'removed-later' });
      return;
    }
    this.gone.clear(keyOf(kind, id));
    const held = {
      resource,
      version: batch.revision,
      seq: position.seq,
      asOf,
      patchedAt: '',
      patchedSeq: undefined,
    };
    if (this.measures(resource)) held.patchedAt = asOf;
    this.hear(resource.backend, asOf);
    rows.set(id, held);
    this.note({ kind, id, before: undefined, after: resource }, batch);
  }

  private patch({ kind, id, asOf, seq, patch }: PatchChange<R>, batch: Batch<R>): void {
    const held = this.kinds.get(kind)?.get(id);
    if (held === undefined) {
      batch.dropped.push({ kind, id, why: 'unknown' });
      return;
    }
    if (isOlder({ asOf, seq }, { asOf: held.patchedAt, seq: held.patchedSeq })) {
      batch.dropped.push({ kind, id, why: 'older' });
      return;
    }
    held.patchedAt = asOf;
    held.patchedSeq = seq;
    const given = Object.entries(patch).filter(([, value]) => value !== undefined);
    const latest = asOf > held.resource.asOf ? asOf : held.resource.asOf;
    this.replace(held, { ...held.resource, ...Object.fromEntries(given), asOf: latest }, batch);
  }

  private remove({ kind, id, asOf, seq }: RemoveChange, batch: Batch<R>): void {
    const rows = this.kinds.get(kind);
    const held = rows?.get(id);
    const position = { asOf, seq };
    if (held !== undefined && isOlder(position, held)) {
      batch.dropped.push({ kind, id, why: 'older' });
      return;
    }
    const buried = this.gone.find(keyOf(kind, id));
    if (buried === undefined || !isOlder(position, buried)) this.gone.bury(keyOf(kind, id), position);
    if (rows === undefined || held === undefined) {
      batch.dropped.push({ kind, id, why: 'unknown' });
      return;
    }
    rows.delete(id);
    this.note({ kind, id, before: held.resource, after: undefined }, batch);
  }

  private replace(held: Held<R>, resource: R, batch: Batch<R>): void {
    const before = held.resource;
    held.resource = resource;
    this.hear(resource.backend, resource.asOf);
    if (sameButAge(before, resource)) {
      batch.refreshed.push(resource);
      return;
    }
    held.version = batch.revision;
    this.note({ kind: resource.kind, id: resource.id, before, after: resource }, batch);
  }

  private note(changed: Changed<R>, batch: Batch<R>): void {
    batch.changed.push(changed);
    this.log.push({ revision: batch.revision, kind: changed.kind, id: changed.id });
  }

  private measures(resource: R): boolean {
    for (const field of this.carried) if (Reflect.get(resource, field) !== undefined) return true;
    return false;
  }

  /** Measured fields that the new picture lacks, or knows only from before the last sample, stay as they are. */
  private carry(held: Held<R>, after: R): R {
    if (this.carried.size === 0) return after;
    const older = after.asOf < held.patchedAt;
    const given = new Map(Object.entries(after));
    const kept: [string, unknown][] = [];
    for (const [field, value] of Object.entries(held.resource)) {
      if (value === undefined || !this.carried.has(field)) continue;
      if (older || given.get(field) === undefined) kept.push([field, value]);
    }
    if (kept.length === 0) return after;
    const asOf = older ? held.patchedAt : after.asOf;
    return { ...after, ...Object.fromEntries(kept), asOf };
  }

  private rows(kind: string): Map<string, Held<R>> {
    let rows = this.kinds.get(kind);
    if (rows === undefined) this.kinds.set(kind, (rows = new Map<string, Held<R>>()));
    return rows;
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}
