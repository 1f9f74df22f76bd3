import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { clientFrame, type Frame, FrameReader, opcodes } from './frames.ts';

/** What is dialled, and what is said once the connection stands. */
export interface DialPlan {
  port: number;
  /** Path with query, such as `/socket.io/?EIO=4&transport=websocket`. */
  path: string;
  headers: Record<string, string>;
  /** `socket.io`: engine.io and socket.io greetings are exchanged first, and pings answered. */
  protocol: 'socket.io' | 'ws';
  /** Sent as text frames after the greeting, such as `420["subscribe",{…}]`. */
  say: string[];
  /** Offers permessage-deflate. */
  deflate: boolean;
}

export interface LightClient {
  socket: Socket;
  /** Stops reading: the kernel's buffers fill, then the server's. */
  pause: () => void;
  resume: () => void;
  close: () => void;
}

export type FrameSeen = (frame: Frame) => void;

/**
 * A connection that counts. A socket.io-client costs several times more a message and would take the core away from
 * the server that is measured. Resolves when the server has greeted and answered whatever was said.
 */
export function dial(plan: DialPlan, seen: FrameSeen): Promise<LightClient> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: plan.port, host: '127.0.0.1', noDelay: true });
    const session = new Session(plan, socket, seen);
    session.onReady = () =>
      resolve({
        socket,
        pause: () => socket.pause(),
        resume: () => socket.resume(),
        close: () => socket.destroy(),
      });
    socket.once('connect', () => socket.write(upgradeRequest(plan)));
    socket.on('data', chunk => session.read(chunk, reject));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The server closed the connection')));
  });
}

function upgradeRequest(plan: DialPlan): string {
  const headers = {
    Host: `127.0.0.1:${plan.port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...(plan.deflate ? { 'Sec-WebSocket-Extensions': 'permessage-deflate' } : {}),
    ...plan.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `GET ${plan.path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

class Session {
  onReady: () => void = () => {};
  readonly #plan: DialPlan;
  readonly #socket: Socket;
  readonly #seen: FrameSeen;
  readonly #frames = new FrameReader();
  #upgraded = false;
  #head = Buffer.alloc(0);
  #unanswered: number;

  constructor(plan: DialPlan, socket: Socket, seen: FrameSeen) {
    this.#plan = plan;
    this.#socket = socket;
    this.#seen = seen;
    this.#unanswered = plan.say.length;
  }

  read(chunk: Buffer, fail: (error: Error) => void): void {
    if (this.#upgraded) return this.#frames.feed(chunk, frame => this.#take(frame));
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const status = this.#head.subarray(9, 12).toString();
    if (status !== '101')
      return fail(new Error(`Upgrade refused: ${this.#head.subarray(0, end).toString()}`));
    this.#upgraded = true;
    if (this.#plan.protocol === 'ws') this.#begin();
    this.#frames.feed(this.#head.subarray(end + 4), frame => this.#take(frame));
  }

  #take(frame: Frame): void {
    if (frame.opcode === opcodes.ping) return this.#send(opcodes.pong, frame.payload);
    if (this.#plan.protocol === 'socket.io' && this.#greeting(frame)) return;
    this.#seen(frame);
  }

  /** Engine.io: `0` open, `2` ping, `3` pong, `4` message. Socket.io inside: `0` connect, `2` event, `3` answer, `4` refusal. */
  #greeting(frame: Frame): boolean {
    const [kind, inner] = frame.payload;
    if (frame.opcode !== opcodes.text || kind === undefined) return false;
    if (kind === 0x32) this.#text('3');
    else if (kind === 0x30) this.#text('40');
    else if (kind === 0x34 && inner === 0x30) this.#begin();
    else if (kind === 0x34 && inner === 0x33) this.#answered(frame);
    else return false;
    return true;
  }

  #begin(): void {
    for (const text of this.#plan.say) this.#text(text);
    if (this.#unanswered === 0) this.onReady();
  }

  #answered(frame: Frame): void {
    this.#seen(frame);
    this.#unanswered -= 1;
    if (this.#unanswered === 0) this.onReady();
  }

  #text(text: string): void {
    this.#send(opcodes.text, Buffer.from(text));
  }

  #send(opcode: number, payload: Buffer): void {
    this.#socket.write(clientFrame(opcode, payload));
  }
}
