export interface LoggedChange {
  readonly revision: number;
  readonly kind: string;
  readonly id: string;
}

/** The last changes, in a ring: what changed since a revision, as long as it reaches back that far. */
export class ChangeLog {
  private readonly ring: LoggedChange[] = [];
  private next = 0;
  /** Changes up to this revision may have been overwritten. */
  private forgotten: number;
  private readonly capacity: number;

  constructor(capacity: number, revision: number) {
    this.capacity = capacity;
    this.forgotten = revision;
  }

  push(change: LoggedChange): void {
    const overwritten = this.ring[this.next];
    if (overwritten !== undefined) this.forgotten = overwritten.revision;
    this.ring[this.next] = change;
    this.next = (this.next + 1) % this.capacity;
  }

  /** The latest change of each resource after `revision`, oldest first; undefined when that is no longer known. */
  since(revision: number): readonly LoggedChange[] | undefined {
    if (revision < this.forgotten) return undefined;
    const latest = new Map<string, LoggedChange>();
    for (const change of this.inOrder()) {
      if (change.revision <= revision) continue;
      const key = `${change.kind} ${change.id}`;
      latest.delete(key);
      latest.set(key, change);
    }
    return [...latest.values()];
  }

  private *inOrder(): Iterable<LoggedChange> {
    yield* this.ring.slice(this.next);
    yield* this.ring.slice(0, this.next);
  }
}
