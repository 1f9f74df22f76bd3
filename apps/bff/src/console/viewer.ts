import type { ConsoleFromServer, ConsoleKind } from '@orrery/contract/console/console.ts';
import type { WebSocket } from 'ws';
import type { Principal } from '../authz/principal.ts';

/** So much may wait for one viewer before it counts as behind. */
export const viewerBacklog = 1024 * 1024;
/** Whoever reads nothing for so long is not there any more. */
const stalledMs = 60_000;

export type Ended = Extract<ConsoleFromServer, { type: 'ended' }>;

/** One browser tab that looks at a console. */
export class Viewer {
  readonly instance: string;
  readonly kind: ConsoleKind;
  principal: Principal;
  readonly #socket: WebSocket;
  #skipped = 0;

  constructor(socket: WebSocket, of: { instance: string; kind: ConsoleKind; principal: Principal }) {
    this.#socket = socket;
    this.instance = of.instance;
    this.kind = of.kind;
    this.principal = of.principal;
  }

  tell(message: ConsoleFromServer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Says why it ends, and closes. */
  end(ended: Omit<Ended, 'type'>): void {
    this.tell({ type: 'ended', ...ended });
    this.#socket.close(1000);
  }

  /** Bytes of a terminal that several look at: who is behind misses some, and is told so. */
  offer(bytes: Uint8Array): void {
    if (this.#socket.bufferedAmount > viewerBacklog) {
      this.#skipped += bytes.length;
      return;
    }
    if (this.#skipped > 0) this.tell({ type: 'skipped', bytes: this.#skipped });
    this.#skipped = 0;
    this.#send(bytes);
  }

  /** Bytes that must all arrive: resolves when more can be taken. False: this viewer reads no more. */
  async deliver(bytes: Uint8Array): Promise<boolean> {
    if (this.#socket.readyState !== this.#socket.OPEN) return false;
    const sent = new Promise<boolean>(resolve => {
      this.#socket.send(bytes, error => resolve(!error));
    });
    if (this.#socket.bufferedAmount <= viewerBacklog) return true;
    let timer: NodeJS.Timeout | undefined;
    const stalled = new Promise<boolean>(resolve => {
      timer = setTimeout(() => resolve(false), stalledMs);
    });
    const went = await Promise.race([sent, stalled]);
    clearTimeout(timer);
    return went;
  }

  /** What it sends waits in its own socket while the backend takes no more. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  #send(bytes: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(bytes);
  }
}
