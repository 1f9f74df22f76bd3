import { packActions } from '@orrery/contract/realtime/action-sets.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { LiveFrame } from '@orrery/inventory/live/types.ts';
import { EncodedBody } from './encoded-body.ts';

/** A frame as it travels: made once, written to every socket that shares the query. */
export interface EncodedFrame {
  /** socket.io packet (type 2, EVENT) as text, for engine.io. */
  readonly packet: string;
  /** The same as one finished WebSocket frame: header and payload. */
  readonly wire: readonly Buffer[];
  readonly bytes: number;
}

/** Turns frames into text, each once, however many clients it goes to and whether it answers them or not. */
export class FrameEncoder {
  readonly #json = new WeakMap<object, EncodedBody>();
  readonly #encoded = new WeakMap<object, EncodedFrame>();

  encode(frame: LiveFrame<Resource>): EncodedFrame {
    const known = this.#encoded.get(frame);
    if (known !== undefined) return known;
    const encoded = encodeEvent('delta', this.body(frame));
    this.#encoded.set(frame, encoded);
    return encoded;
  }

  /** The frame as the answer to a subscription. */
  body(frame: LiveFrame<Resource>): EncodedBody {
    const known = this.#json.get(frame);
    if (known !== undefined) return known;
    const body = new EncodedBody(JSON.stringify(onTheWire(frame)));
    this.#json.set(frame, body);
    return body;
  }

  /** In bytes, or a little less: names outside ASCII take more than one a character. */
  sizeOf(frame: LiveFrame<Resource>): number {
    return this.body(frame).json.length;
  }
}

function onTheWire(frame: LiveFrame<Resource>): object {
  if (frame.type === 'aggregate') return frame;
  if (frame.type === 'snapshot') {
    const { rows, actionSets } = packActions(frame.items);
    return { ...frame, items: rows, actionSets };
  }
  const { rows, actionSets } = packActions(frame.upserts);
  return { ...frame, upserts: rows, actionSets };
}

export function encodeEvent(event: string, { json }: EncodedBody): EncodedFrame {
  const packet = `2[${JSON.stringify(event)},${json}]`;
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
