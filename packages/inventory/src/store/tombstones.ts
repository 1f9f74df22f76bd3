/** Where in its source's stream a fact stands. */
export interface Position {
  readonly asOf: string;
  readonly seq: number | undefined;
}

/** True when `a` stands before `b`. Sequence numbers decide when both have one; equal positions are not older. */
export function isOlder(a: Position, b: Position): boolean {
  if (a.seq !== undefined && b.seq !== undefined) return a.seq < b.seq;
  return a.asOf < b.asOf;
}

/** Remembers the latest removals, so that a late fact about something gone does not bring it back. */
export class Tombstones {
  private readonly byKey = new Map<string, Position>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  bury(key: string, position: Position): void {
    this.byKey.delete(key);
    this.byKey.set(key, position);
    if (this.byKey.size <= this.limit) return;
    // Maps keep insertion order: the first is the oldest.
    for (const oldest of this.byKey.keys()) {
      this.byKey.delete(oldest);
      break;
    }
  }

  find(key: string): Position | undefined {
    return this.byKey.get(key);
  }

  clear(key: string): void {
    this.byKey.delete(key);
  }
}
