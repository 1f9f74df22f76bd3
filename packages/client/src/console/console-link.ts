import {
  consoleFromServerSchema,
  type ConsoleFromServer,
  type ConsoleKind,
  consolePath,
} from '@orrery/contract/console/console.ts';

export interface ConsoleLinkEvents {
  opened: (socket: WebSocket) => void;
  message: (message: ConsoleFromServer) => void;
  bytes: (bytes: Uint8Array) => void;
  /** The connection broke without a word of why. */
  lost: () => void;
}

export interface ConsoleLinkOptions {
  kind: ConsoleKind;
  /** Such as `wss://orrery.example`; the page's own origin when not given. */
  url?: string;
  events: ConsoleLinkEvents;
}

/** Opens the websocket of a console with a ticket from `OrreryClient.consoleTicket`. */
export class ConsoleLink {
  readonly socket: WebSocket;
  #isOver = false;

  constructor(ticket: string, { url, events }: ConsoleLinkOptions) {
    this.socket = new WebSocket(`${url ?? ownOrigin()}${consolePath}`);
    this.socket.binaryType = 'arraybuffer';
    this.socket.addEventListener('open', () => this.#send({ type: 'open', ticket }));
    this.socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#receive(data, events));
    this.socket.addEventListener('close', () => {
      if (!this.#isOver) events.lost();
      this.#isOver = true;
    });
  }

  write(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(bytes);
  }

  resize(columns: number, rows: number): void {
    this.#send({ type: 'resize', columns, rows });
  }

  close(): void {
    this.#isOver = true;
    this.socket.close();
  }

  #receive(data: unknown, events: ConsoleLinkEvents): void {
    if (data instanceof ArrayBuffer) return events.bytes(new Uint8Array(data));
    const message = consoleFromServerSchema.parse(JSON.parse(String(data)));
    if (message.type === 'ended') this.#isOver = true;
    if (message.type === 'opened') events.opened(this.socket);
    events.message(message);
  }

  #send(message: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

const ownOrigin = () => globalThis.location.origin.replace(/^http/, 'ws');
