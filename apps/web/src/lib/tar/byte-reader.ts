const nothing = new Uint8Array();

/** Takes exactly so many bytes at a time off a stream, whatever pieces it comes in. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #piece: Uint8Array = nothing;
  /** Bytes that were handed out or skipped. */
  taken = 0;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** All of them, or undefined when the stream ends before. */
  async exactly(count: number): Promise<Uint8Array | undefined> {
    const bytes = new Uint8Array(count);
    let filled = 0;
    for await (const piece of this.pieces(count)) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return filled === count ? bytes : undefined;
  }

  /** As they come; fewer when the stream ends before. */
  async *pieces(count: number): AsyncGenerator<Uint8Array> {
    for (let missing = count; missing > 0; ) {
      if (this.#piece.length === 0 && !(await this.#next())) return;
      const piece = this.#piece.subarray(0, missing);
      this.#piece = this.#piece.subarray(piece.length);
      missing -= piece.length;
      this.taken += piece.length;
      yield piece;
    }
  }

  /** The rest of the stream is not wanted. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#reader.read();
    this.#piece = value ?? nothing;
    return !done;
  }
}
