import type { Socket } from 'node:net';
import { TcpProxy } from './tcp-proxy.ts';

/** Counts what clients send, and can hang. */
export class CuttableTcp extends TcpProxy {
  readonly #waiting = new Set<{ for: number; resolve: () => void }>();
  /** Takes everything in and gives nothing on: a server that hangs. */
  stalled = false;
  /** Bytes that clients have sent so far, headers included. */
  sent = 0;

  /** Resolves once clients have sent so many bytes more; never, when they do not. */
  async carried(bytes: number): Promise<void> {
    const until = this.sent + bytes;
    await new Promise<void>(resolve => this.#waiting.add({ for: until, resolve }));
  }

  protected override carry(from: Socket, to: Socket): void {
    from.on('drain', () => to.resume());
    from.on('data', (piece: Buffer) => {
      if (!this.stalled && !to.write(piece)) from.pause();
    });
  }

  protected override tap(): (piece: Buffer) => void {
    return piece => this.#count(piece.length);
  }

  #count(bytes: number): void {
    this.sent += bytes;
    for (const waiting of this.#waiting) {
      if (this.sent < waiting.for) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}
