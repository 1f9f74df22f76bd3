/** Negative, zero or positive as for `Array.sort`. Zero only for the same slot. */
export type CompareSlots = (a: number, b: number) => number;

/** Insertion moves at most this many numbers, instead of half of 100,000. */
const blockSize = 512;

/** A sorted list of small integers in blocks: position by binary search, insertion and removal in a block. */
export class OrderedSlots {
  private blocks: number[][] = [];
  private count = 0;
  private readonly compare: CompareSlots;

  constructor(compare: CompareSlots) {
    this.compare = compare;
  }

  get length(): number {
    return this.count;
  }

  /** Replaces the content by an already sorted list. */
  fill(sorted: readonly number[]): void {
    this.blocks = [];
    for (let at = 0; at < sorted.length; at += blockSize) this.blocks.push(sorted.slice(at, at + blockSize));
    this.count = sorted.length;
  }

  /** The slot must not be in the list. */
  insert(slot: number): void {
    this.count += 1;
    const index = Math.min(this.blockFor(slot), this.blocks.length - 1);
    const block = this.blocks[index];
    if (block === undefined) {
      this.blocks.push([slot]);
      return;
    }
    block.splice(this.positionIn(block, slot), 0, slot);
    if (block.length > 2 * blockSize) this.blocks.splice(index + 1, 0, block.splice(blockSize));
  }

  /** Finds the slot by its sort key, which must be the one it was inserted with. */
  remove(slot: number): boolean {
    const index = this.blockFor(slot);
    const block = this.blocks[index];
    if (block === undefined) return false;
    const at = this.positionIn(block, slot);
    if (block[at] !== slot) return false;
    block.splice(at, 1);
    this.count -= 1;
    this.mergeIfSmall(index);
    return true;
  }

  slice(offset: number, limit: number): number[] {
    const found: number[] = [];
    let skip = offset;
    for (const block of this.blocks) {
      if (found.length >= limit) break;
      if (skip >= block.length) {
        skip -= block.length;
        continue;
      }
      const end = Math.min(block.length, skip + limit - found.length);
      for (let at = skip; at < end; at += 1) found.push(block[at] ?? 0);
      skip = 0;
    }
    return found;
  }

  toArray(): number[] {
    return this.blocks.flat();
  }

  /** First block whose last slot is not before `slot`; one past the end when there is none. */
  private blockFor(slot: number): number {
    let low = 0;
    let high = this.blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.blocks[middle]?.at(-1) ?? slot;
      if (this.compare(last, slot) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private positionIn(block: readonly number[], slot: number): number {
    let low = 0;
    let high = block.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(block[middle] ?? slot, slot) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Keeps the number of blocks in proportion after many removals. */
  private mergeIfSmall(index: number): void {
    const block = this.blocks[index];
    if (block === undefined || block.length > blockSize / 4) return;
    const next = this.blocks[index + 1];
    if (block.length > 0 && next === undefined) return;
    this.blocks.splice(
      index,
      next === undefined ? 1 : 2,
      ...(next === undefined ? [] : [[...block, ...next]]),
    );
    const merged = this.blocks[index];
    if (merged !== undefined && merged.length > 2 * blockSize) {
      this.blocks.splice(index + 1, 0, merged.splice(blockSize));
    }
  }
}
