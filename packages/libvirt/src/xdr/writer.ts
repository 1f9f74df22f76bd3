import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';

const twoTo32 = 4_294_967_296;

/** Writes XDR (RFC 4506) into one growing buffer. */
export class XdrWriter {
  #bytes: Buffer;
  #at: number;

  /** `reserve` bytes at the front are left for the caller to fill (the message header). */
  constructor(reserve = 0) {
    this.#bytes = Buffer.alloc(Math.max(256, reserve));
    this.#at = reserve;
  }

  /** Reserves space and says where it is. May replace #bytes, so ask before touching that. */
  #room(size: number): number {
    const at = this.#at;
    const end = at + size;
    if (end > limits.frame)
      throw new ProtocolError('limit', `a message may have at most ${limits.frame} bytes`);
    if (end > this.#bytes.length) {
      const grown = Buffer.alloc(Math.min(limits.frame, Math.max(end, this.#bytes.length * 2)));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    this.#at = end;
    return at;
  }

  u32(value: number): void {
    const at = this.#room(4);
    this.#bytes.writeUInt32BE(value, at);
  }

  i32(value: number): void {
    const at = this.#room(4);
    this.#bytes.writeInt32BE(value, at);
  }

  u64(value: number): void {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      throw new ProtocolError('bad-value', `${value} is not an exact unsigned integer`);
    }
    const at = this.#room(8);
    this.#bytes.writeUInt32BE(Math.floor(value / twoTo32), at);
    this.#bytes.writeUInt32BE(value % twoTo32, at + 4);
  }

  i64(value: number): void {
    if (!Number.isSafeInteger(value))
      throw new ProtocolError('bad-value', `${value} is not an exact integer`);
    const at = this.#room(8);
    this.#bytes.writeBigInt64BE(BigInt(value), at);
  }

  f64(value: number): void {
    const at = this.#room(8);
    this.#bytes.writeDoubleBE(value, at);
  }

  /** Fixed-length opaque data, padded with zeros to a multiple of four. */
  fixed(data: Uint8Array): void {
    const at = this.#room(data.length + (-data.length & 3));
    this.#bytes.set(data, at);
    this.#bytes.fill(0, at + data.length, this.#at);
  }

  opaque(data: Uint8Array, max: number): void {
    if (data.length > max)
      throw new ProtocolError('limit', `${data.length} bytes are above the limit ${max}`);
    this.u32(data.length);
    this.fixed(data);
  }

  string(text: string, max: number = limits.string): void {
    if (text.includes('\0')) throw new ProtocolError('bad-value', 'a string may not contain NUL');
    this.opaque(Buffer.from(text, 'utf8'), max);
  }

  bool(value: boolean): void {
    this.i32(value ? 1 : 0);
  }

  present(value: boolean): void {
    this.u32(value ? 1 : 0);
  }

  count(count: number, max: number): void {
    if (count > max) throw new ProtocolError('limit', `${count} elements are above the limit ${max}`);
    this.u32(count);
  }

  /** What was written so far, reserved bytes included. Not a copy. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }
}
