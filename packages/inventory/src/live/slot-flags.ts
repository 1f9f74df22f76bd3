/** One bit of knowledge about each slot. */
export class SlotFlags {
  private flags = new Uint8Array(1_024);

  has(slot: number): boolean {
    return this.flags[slot] === 1;
  }

  set(slot: number, on: boolean): void {
    if (slot >= this.flags.length) {
      const grown = new Uint8Array(Math.max(slot + 1, this.flags.length * 2));
      grown.set(this.flags);
      this.flags = grown;
    }
    this.flags[slot] = on ? 1 : 0;
  }
}
