import { type ConsoleFromClient, consoleFromClientSchema } from '@orrery/contract/console/console.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { RawData, WebSocket } from 'ws';
import type { Authenticated } from '../authn/api.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityChange } from '../identity/bus.ts';
import type { ConsoleService, OpenConsole } from './console-service.ts';
import { Viewer } from './viewer.ts';

/** How long a connection may stand without a ticket. */
const ticketWaitMs = 5_000;
/** A dead peer is noticed within two of them; rights that nobody announced are looked at as often. */
const beatMs = 20_000;
/** Input that waits for a backend that takes none. */
const inputBacklog = 64 * 1024;

export interface ConnectionOptions {
  consoles: ConsoleService;
  clock: Clock;
  authenticated: Authenticated;
  authenticate: () => Promise<Authenticated | null>;
  address: string;
  /** What the audit log is to know. */
  note: (outcome: 'allowed' | 'denied', detail: { instance: string | null; reason?: string }) => void;
  onClosed: () => void;
}

/** One websocket: a ticket, then the bytes of a console both ways. */
export class ConsoleConnection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #cancels = new Set<() => void>();
  #viewer: Viewer | undefined;
  #console: OpenConsole | undefined;
  #waiting = 0;
  #alive = true;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('close', () => this.#close());
    // Whatever it is, 'close' follows.
    socket.on('error', () => undefined);
    this.#after(ticketWaitMs, () => {
      if (this.#viewer === undefined)
        this.#refuse(new RequestError('session.required', 'No ticket was sent'));
    });
    this.#beat();
  }

  get instance(): string | undefined {
    return this.#viewer?.instance;
  }

  identityChanged({ userId, credential }: IdentityChange): void {
    const { principal } = this.#options.authenticated;
    if (userId !== undefined && userId !== principal.userId) return;
    if (credential !== undefined && credential !== principal.credential) return;
    void this.recheck();
  }

  /** Looks again whether this console may still be used (CO-6). */
  async recheck(): Promise<void> {
    const found = await this.#options.authenticate().catch(() => null);
    if (found === null) return this.#revoke('Your session has ended');
    const viewer = this.#viewer;
    if (viewer === undefined) return;
    viewer.principal = found.principal;
    const why = this.#options.consoles.refuses(found.principal, viewer);
    if (why !== null) this.#revoke(why);
  }

  cut(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    const bytes = Buffer.isBuffer(data)
      ? data
      : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
    if (isBinary) return this.#input(bytes);
    const message = readMessage(bytes);
    if (message?.type === 'open' && this.#viewer === undefined) void this.#open(message.ticket);
    else if (message?.type === 'resize') this.#console?.resize(message.columns, message.rows);
    else this.#socket.close(1008);
  }

  async #open(ticket: string): Promise<void> {
    const { consoles, authenticated, address, note } = this.#options;
    const { principal } = authenticated;
    const grant = consoles.redeem(ticket, { credential: principal.credential, address });
    if (grant === undefined) {
      note('denied', { instance: null, reason: 'The ticket is not valid' });
      return this.#refuse(
        new RequestError(
          'session.required',
          'The ticket is used up, too old, or not yours; ask for a new one',
        ),
      );
    }
    const viewer = new Viewer(this.#socket, { ...grant, principal });
    this.#viewer = viewer;
    try {
      const opened = await consoles.open(viewer);
      if (this.#socket.readyState !== this.#socket.OPEN) return opened.leave();
      this.#console = opened;
      note('allowed', { instance: grant.instance });
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Not more than a little waits here: the rest waits in the browser. */
  #input(bytes: Buffer): void {
    const { write } = this.#console ?? {};
    if (write === undefined) return;
    this.#waiting += bytes.length;
    if (this.#waiting > inputBacklog) this.#socket.pause();
    void write(bytes).finally(() => {
      this.#waiting -= bytes.length;
      if (this.#waiting <= inputBacklog) this.#socket.resume();
    });
  }

  #refuse(error: unknown): void {
    const known = error instanceof RequestError;
    const message = known ? error.message : 'The console could not be opened';
    const code = known ? error.code : 'internal';
    this.#end({
      reason: 'refused',
      code,
      message,
      again: code === 'action.refused' || code === 'backend.unavailable',
    });
  }

  #revoke(message: string): void {
    this.#end({ reason: 'revoked', message, again: false });
    // Who may not look any more is not asked to say goodbye.
    this.#after(500, () => this.cut());
  }

  #end(ended: Parameters<Viewer['end']>[0]): void {
    this.#console?.leave();
    this.#console = undefined;
    this.#socket.send(JSON.stringify({ type: 'ended', ...ended }), () => this.#socket.close(1000));
  }

  #beat(): void {
    this.#after(beatMs, () => {
      if (!this.#alive) return this.cut();
      this.#alive = false;
      this.#socket.ping();
      void this.recheck();
      this.#beat();
    });
  }

  #after(ms: number, run: () => void): void {
    const cancel = this.#options.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }

  #close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#console?.leave();
    this.#console = undefined;
    this.#options.onClosed();
  }
}

function readMessage(bytes: Buffer): ConsoleFromClient | undefined {
  try {
    return consoleFromClientSchema.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
