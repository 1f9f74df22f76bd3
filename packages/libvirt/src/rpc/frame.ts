import { ProtocolError } from '../errors.ts';
import { limits } from '../limits.ts';

/** Program numbers: remote_protocol.x, qemu_protocol.x, virkeepaliveprotocol.x. All are at version 1. */
export const programs = { remote: 0x20008086, qemu: 0x20008087, keepalive: 0x6b656570 } as const;
export type ProgramName = 'remote' | 'qemu';
const programVersion = 1;

/** virNetMessageType and virNetMessageStatus in virnetprotocol.x. */
export const messageTypes = { call: 0, reply: 1, message: 2, stream: 3 } as const;
export const messageStatus = { ok: 0, error: 1, continue: 2 } as const;

export interface FrameHeader {
  program: number;
  procedure: number;
  type: number;
  serial: number;
  status: number;
}

export interface Frame extends FrameHeader {
  /** The message without its length word; the payload starts at `payloadAt`. */
  bytes: Buffer;
  payloadAt: number;
}

/** Fills length word and header in front of a payload that was written after `limits.header` reserved bytes. */
export function sealFrame(bytes: Buffer, header: FrameHeader): Buffer {
  if (bytes.length > limits.frame) {
    throw new ProtocolError('frame-too-large', `a message of ${bytes.length} bytes is above ${limits.frame}`);
  }
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(header.program, 4);
  bytes.writeUInt32BE(programVersion, 8);
  bytes.writeInt32BE(header.procedure, 12);
  bytes.writeInt32BE(header.type, 16);
  bytes.writeUInt32BE(header.serial, 20);
  bytes.writeInt32BE(header.status, 24);
  return bytes;
}

function parse(bytes: Buffer): Frame {
  const version = bytes.readUInt32BE(4);
  if (version !== programVersion)
    throw new ProtocolError('bad-value', `protocol version ${version} is unknown`);
  return {
    program: bytes.readUInt32BE(0),
    procedure: bytes.readInt32BE(8),
    type: bytes.readInt32BE(12),
    serial: bytes.readUInt32BE(16),
    status: bytes.readInt32BE(20),
    bytes,
    payloadAt: limits.header - 4,
  };
}

/** Cuts a byte stream into messages. Holds at most one incomplete message, never more than was received. */
export class FrameDecoder {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Length of the message that is arriving; 0 while its length word is incomplete. */
  #need = 0;

  push(chunk: Buffer, onFrame: (frame: Frame) => void): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    for (;;) {
      if (this.#need === 0) {
        if (this.#size < 4) return;
        this.#need = this.#checkedLength();
      }
      if (this.#size < this.#need) return;
      const whole = this.#join();
      const frame = whole.subarray(4, this.#need);
      const rest = whole.subarray(this.#need);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#size = rest.length;
      this.#need = 0;
      onFrame(parse(frame));
    }
  }

  /** Refuses a length before a byte is reserved for it. */
  #checkedLength(): number {
    const first = this.#chunks[0];
    const length =
      first !== undefined && first.length >= 4 ? first.readUInt32BE(0) : this.#join().readUInt32BE(0);
    if (length < limits.header)
      throw new ProtocolError('frame-too-small', `a message claims ${length} bytes`);
    if (length > limits.frame) {
      throw new ProtocolError(
        'frame-too-large',
        `a message claims ${length} bytes, the limit is ${limits.frame}`,
      );
    }
    return length;
  }

  #join(): Buffer {
    const only = this.#chunks[0];
    if (this.#chunks.length === 1 && only !== undefined) return only;
    const whole = Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [whole];
    return whole;
  }
}
