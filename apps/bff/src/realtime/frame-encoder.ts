import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { LiveFrame } from '@orrery/inventory/live/types.ts';

/** A frame as it travels: made once, written to every socket that shares the query. */
export interface EncodedFrame {
  /** socket.io packet (type 2, EVENT) as text, for engine.io. */
  readonly packet: string;
  /** The same as one finished WebSocket frame: header and payload. */
  readonly wire: readonly Buffer[];
  readonly bytes: number;
}

/** What a row weighs, roughly, when its frame has not been encoded. */
const rowBytes = 2_000;

export class FrameEncoder {
  readonly #encoded = new WeakMap<object, EncodedFrame>();

  encode(frame: LiveFrame<Resource>): EncodedFrame {
    const known = this.#encoded.get(frame);
    if (known !== undefined) return known;
    const encoded = encodeEvent('delta', frame);
    this.#encoded.set(frame, encoded);
    return encoded;
  }

  /** Exact for frames that go to many; an estimate for snapshots, which answer one client. */
  sizeOf(frame: LiveFrame<Resource>): number {
    return frame.type === 'snapshot' ? frame.items.length * rowBytes : this.encode(frame).bytes;
  }
}

export function encodeEvent(event: string, body: unknown): EncodedFrame {
  const packet = `2${JSON.stringify([event, body])}`;
  // engine.io marks a message with "4".
  const payload = Buffer.from(`4${packet}`);
  // One buffer: ws writes two with cork, writev and uncork, which costs each delivery a fifth more.
  const frame = Buffer.concat([frameHeader(payload.length), payload]);
  return { packet, wire: [frame], bytes: frame.length };
}

/** RFC 6455 §5.2: one unmasked text frame. */
function frameHeader(length: number): Buffer {
  const finText = 0x81;
  if (length < 126) return Buffer.from([finText, length]);
  if (length < 65_536) {
    const header = Buffer.from([finText, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header.writeUInt8(finText, 0);
  header.writeUInt8(127, 1);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
