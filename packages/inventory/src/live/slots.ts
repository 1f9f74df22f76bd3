/**
 * Dense small integers for the resources of one topic, so that sort keys and membership are plain arrays.
 * A slot given back is not given out again while a computation runs that may still name it.
 */
export class Slots<R> {
  private readonly rows: (R | undefined)[] = [];
  private readonly ids: string[] = [];
  private readonly byId = new Map<string, number>();
  private readonly free: number[] = [];
  private released: number[] = [];

  /** Slots in use lie below this. */
  get bound(): number {
    return this.ids.length;
  }

  get size(): number {
    return this.byId.size;
  }

  find(id: string): number | undefined {
    return this.byId.get(id);
  }

  row(slot: number): R | undefined {
    return this.rows[slot];
  }

  idOf(slot: number): string {
    return this.ids[slot] ?? '';
  }

  assign(id: string): number {
    const slot = this.free.pop() ?? this.ids.length;
    this.ids[slot] = id;
    this.byId.set(id, slot);
    return slot;
  }

  set(slot: number, row: R): void {
    this.rows[slot] = row;
  }

  release(slot: number): void {
    this.rows[slot] = undefined;
    this.byId.delete(this.idOf(slot));
    this.released.push(slot);
  }

  /** Lets released slots be given out again; call only when no computation is under way. */
  recycle(): void {
    this.free.push(...this.released);
    this.released = [];
  }
}
