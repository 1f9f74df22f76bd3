/** The last bytes of a terminal, for whoever comes later. Bounded; whole chunks fall out at the old end. */
export class Scrollback {
  readonly #most: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(most = 64 * 1024) {
    this.#most = most;
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes.length > this.#most ? bytes.subarray(-this.#most) : bytes);
    this.#bytes += Math.min(bytes.length, this.#most);
    while (this.#bytes > this.#most) this.#bytes -= this.#chunks.shift()?.length ?? 0;
  }

  all(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
