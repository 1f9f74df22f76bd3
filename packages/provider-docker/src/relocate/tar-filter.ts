/** A tar is made of blocks of this size: a header, then the content, filled up to whole blocks (POSIX pax, ustar). */
const block = 512;
/** Headers that say something of the entry that follows them. */
const prefixes = new Set(['x', 'L', 'K']);

const text = (header: Buffer, from: number, to: number): string => {
  const field = header.subarray(from, to);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
};

function sizeOf(header: Buffer): number {
  // Sizes from 8 GiB on are binary, marked by the highest bit.
  if ((header[124] ?? 0) & 0x80) return Number(header.readBigUInt64BE(128));
  return Number.parseInt(text(header, 124, 136).trim() || '0', 8);
}

/** Cuts a stream into pieces as they are asked for. */
class Pieces {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    return true;
  }

  /** So many bytes, or fewer at the end. */
  async exactly(bytes: number): Promise<Buffer> {
    while (this.#rest.length < bytes && (await this.#more()));
    return this.#cut(bytes);
  }

  async *upTo(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new Error('The tar ends in an entry');
      const piece = this.#cut(left);
      left -= piece.length;
      yield piece;
    }
  }

  async *all(): AsyncGenerator<Buffer> {
    do {
      if (this.#rest.length > 0) yield this.#cut(this.#rest.length);
    } while (await this.#more());
  }

  #cut(bytes: number): Buffer {
    const piece = this.#rest.subarray(0, bytes);
    this.#rest = this.#rest.subarray(bytes);
    return piece;
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / block) * block;

/** The same tar without the entries of these names. */
export async function* withoutEntries(
  source: AsyncIterable<Buffer>,
  drops: (name: string) => boolean,
): AsyncGenerator<Buffer> {
  const pieces = new Pieces(source);
  let before: Buffer[] = [];
  for (;;) {
    const header = await pieces.exactly(block);
    if (header.length < block || header.every(byte => byte === 0)) {
      yield header;
      yield* pieces.all();
      return;
    }
    const size = padded(sizeOf(header));
    if (prefixes.has(text(header, 156, 157))) {
      before.push(header, await pieces.exactly(size));
      continue;
    }
    const passes = !drops(text(header, 0, 100));
    if (passes) yield* [...before, header];
    before = [];
    for await (const piece of pieces.upTo(size)) if (passes) yield piece;
  }
}
