import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';

const twoTo32 = 4_294_967_296;

/**
 * Reads XDR (RFC 4506) from one message. Every read is checked against the end, every count against its limit and
 * against the bytes that are left, before anything is allocated.
 */
export class XdrReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  #take(size: number): number {
    const at = this.#at;
    if (size > this.#bytes.length - at) {
      throw new ProtocolError(
        'truncated',
        `message ends ${size - (this.#bytes.length - at)} bytes too early`,
      );
    }
    this.#at = at + size;
    return at;
  }

  u32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }

  i32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  /** As a double: exact up to 2^53, nearest above. libvirt uses the highest values only for "no limit". */
  u64(): number {
    const at = this.#take(8);
    return this.#bytes.readUInt32BE(at) * twoTo32 + this.#bytes.readUInt32BE(at + 4);
  }

  i64(): number {
    const at = this.#take(8);
    return this.#bytes.readInt32BE(at) * twoTo32 + this.#bytes.readUInt32BE(at + 4);
  }

  f64(): number {
    return this.#bytes.readDoubleBE(this.#take(8));
  }

  /** Fixed-length opaque data, without copying. */
  fixed(size: number): Buffer {
    const at = this.#take(size + (-size & 3));
    return this.#bytes.subarray(at, at + size);
  }

  /** Everything that is left. */
  fixedRest(): Buffer {
    return this.#bytes.subarray(this.#take(this.remaining));
  }

  opaque(max: number): Buffer {
    return this.fixed(this.count(max, 1));
  }

  string(max: number = limits.string): string {
    const size = this.count(max, 1);
    const at = this.#take(size + (-size & 3));
    return this.#bytes.toString('utf8', at, at + size);
  }

  bool(): boolean {
    return this.i32() !== 0;
  }

  /** Whether an optional follows: XDR allows only 0 and 1. */
  present(): boolean {
    const word = this.u32();
    if (word > 1) throw new ProtocolError('bad-value', `an optional is marked ${word}, not 0 or 1`);
    return word === 1;
  }

  /** A length word: at most `max`, and no more than can follow when each takes `least` bytes. */
  count(max: number, least: number): number {
    const count = this.u32();
    if (count > max) throw new ProtocolError('limit', `length ${count} is above the limit ${max}`);
    if (count * least > this.remaining) {
      throw new ProtocolError(
        'truncated',
        `length ${count} does not fit into the ${this.remaining} bytes left`,
      );
    }
    return count;
  }
}
