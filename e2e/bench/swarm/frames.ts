import { randomBytes } from 'node:crypto';

/** RFC 6455 opcodes that servers under test send. */
export const opcodes = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  opcode: number;
  payload: Buffer;
  compressed: boolean;
}

/**
 * Reads a server's frames out of a byte stream. It neither unpacks nor decodes, so that a client process can hold
 * thousands of connections and still leave the core to the server under test.
 */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  feed(chunk: Buffer, seen: (frame: Frame) => void): void {
    let buffer = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const header = readHeader(buffer);
      if (header === null || buffer.length < header.size + header.length) break;
      const end = header.size + header.length;
      seen({
        opcode: header.opcode,
        compressed: header.compressed,
        payload: buffer.subarray(header.size, end),
      });
      buffer = buffer.subarray(end);
    }
    this.#rest = buffer;
  }
}

function readHeader(
  buffer: Buffer,
): { opcode: number; compressed: boolean; size: number; length: number } | null {
  const [first, second] = buffer;
  if (first === undefined || second === undefined) return null;
  const opcode = first & 0x0f;
  const compressed = (first & 0x40) !== 0;
  const short = second & 0x7f;
  if (short < 126) return { opcode, compressed, size: 2, length: short };
  if (short === 126)
    return buffer.length < 4 ? null : { opcode, compressed, size: 4, length: buffer.readUInt16BE(2) };
  return buffer.length < 10
    ? null
    : { opcode, compressed, size: 10, length: Number(buffer.readBigUInt64BE(2)) };
}

/** A masked frame, as clients must send them. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (const [index, byte] of payload.entries()) masked[index] = byte ^ (mask[index % 4] ?? 0);
  return Buffer.concat([lengthHeader(opcode, payload.length), mask, masked]);
}

function lengthHeader(opcode: number, length: number): Buffer {
  if (length < 126) return Buffer.from([0x80 | opcode, 0x80 | length]);
  const header = Buffer.from([0x80 | opcode, 0x80 | 126, 0, 0]);
  header.writeUInt16BE(length, 2);
  return header;
}
