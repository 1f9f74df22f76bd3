import type { Socket } from 'node:net';
import { TcpProxy } from './tcp-proxy.ts';

/** What a network, or a server behind it, can do to whoever depends on it. */
export const toxics = ['latency', 'bandwidth', 'slicing', 'slow-close', 'timeout', 'down'] as const;
export type Toxic = (typeof toxics)[number];

/** Milliseconds that each piece is late, each way. */
const latencyMs = 1_000;
/** Bytes a second, each way. */
const bandwidth = 2_048;
/** Pieces of one byte follow one another after this. */
const sliceMs = 1;
/** So long an end is kept back. */
const closeMs = 10_000;
/** A slice ends here, and the rest comes in one piece: a hostile peer would not have the patience either. */
const slicedBytes = 4_096;

/** Does to what passes what the toxic says. */
export class ToxicTcp extends TcpProxy {
  #toxic: Toxic | null = null;

  /** From now on, for what is open and what comes; null heals. What hung does not come back to life by itself. */
  async become(toxic: Toxic | null): Promise<void> {
    this.#toxic = toxic;
    if (toxic === 'down') await this.cut();
    else if (!this.isOpen) await this.open();
  }

  protected override part(other: Socket): void {
    if (this.#toxic === 'slow-close') setTimeout(() => other.destroy(), closeMs).unref();
    else other.destroy();
  }

  /** One piece after the other, so that none overtakes; reading stops while one is on its way. */
  protected override carry(from: Socket, to: Socket): void {
    from.on('data', (piece: Buffer) => {
      from.pause();
      void this.#deliver(piece, to).finally(() => from.resume());
    });
  }

  async #deliver(piece: Buffer, to: Socket): Promise<void> {
    switch (this.#toxic) {
      case 'timeout':
        return;
      case 'latency':
        await pause(latencyMs);
        break;
      case 'bandwidth':
        await pause((1_000 * piece.length) / bandwidth);
        break;
      case 'slicing':
        return slice(piece, to);
      case 'slow-close':
      case 'down':
      case null:
        break;
    }
    if (to.writable) to.write(piece);
  }
}

async function slice(piece: Buffer, to: Socket): Promise<void> {
  to.setNoDelay(true);
  for (const byte of piece.subarray(0, slicedBytes)) {
    if (!to.writable) return;
    to.write(Buffer.of(byte));
    await pause(sliceMs);
  }
  if (to.writable) to.write(piece.subarray(slicedBytes));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}
