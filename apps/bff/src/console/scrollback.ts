const firstBytes = 4_096;

/**
 * The last bytes of a terminal, for whoever comes later. A ring that grows up to its bound: it costs what it holds,
 * however small the pieces are in which a serial line speaks.
 */
export class Scrollback {
  readonly #most: number;
  #ring = Buffer.alloc(0);
  /** Where the oldest byte is; 0 until it is full for the first time. */
  #start = 0;
  #held = 0;
  #heard = 0;

  constructor(most = 64 * 1024) {
    this.#most = most;
  }

  /** Bytes that fell out at the old end. */
  get dropped(): number {
    return this.#heard - this.#held;
  }

  get held(): number {
    return this.#held;
  }

  /** Memory that it takes. */
  get capacity(): number {
    return this.#ring.length;
  }

  add(bytes: Uint8Array): void {
    this.#heard += bytes.length;
    const kept = bytes.subarray(Math.max(0, bytes.length - this.#most));
    this.#grow(this.#held + kept.length);
    const room = this.#ring.length;
    if (room === 0) return;
    const at = (this.#start + this.#held) % room;
    const straight = Math.min(kept.length, room - at);
    this.#ring.set(kept.subarray(0, straight), at);
    this.#ring.set(kept.subarray(straight), 0);
    const over = Math.max(0, this.#held + kept.length - room);
    this.#start = (this.#start + over) % room;
    this.#held = Math.min(room, this.#held + kept.length);
  }

  all(): Buffer {
    const end = this.#start + this.#held;
    const straight = this.#ring.subarray(this.#start, end);
    return Buffer.concat([straight, this.#ring.subarray(0, Math.max(0, end - this.#ring.length))]);
  }

  #grow(wanted: number): void {
    if (wanted <= this.#ring.length || this.#ring.length === this.#most) return;
    let room = Math.max(firstBytes, this.#ring.length);
    while (room < wanted) room *= 2;
    const larger = Buffer.alloc(Math.min(this.#most, room));
    // Smaller than its bound it has never been full: all of it stands at the beginning.
    larger.set(this.#ring.subarray(0, this.#held));
    this.#ring = larger;
  }
}
