import { Worker } from 'node:worker_threads';
import { VimTransportError } from '../errors.ts';
import type { VimObject } from '../values.ts';
import type { DecodeReply } from './decode-protocol.ts';
import type { Packed } from './unpack.ts';

interface Pending {
  resolve: (body: VimObject) => void;
  reject: (error: Error) => void;
}

/** Reads large answers in a thread of its own, begun with the first of them. A thread that dies takes its answers with it. */
export class OffloadedDecoder {
  #worker: Worker | null = null;
  #closed = false;
  readonly #pending = new Map<number, Pending>();
  #serial = 0;

  decode(packed: Packed): Promise<VimObject> {
    if (this.#closed) return Promise.reject(new VimTransportError('closed', 'The session is closed'));
    const worker = (this.#worker ??= this.#begin());
    const id = ++this.#serial;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      // Copied once more, in exchange for a buffer of its own that can be handed over.
      const bytes = new Uint8Array(packed.bytes);
      worker.postMessage({ ...packed, bytes, id }, [bytes.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#fail(new VimTransportError('closed', 'The session is closed'));
    await worker?.terminate();
  }

  #begin(): Worker {
    const worker = new Worker(new URL('./decode-worker.ts', import.meta.url));
    worker.unref();
    // Only decode-worker.ts posts here, and only replies.
    worker.on('message', (reply: DecodeReply) => this.#settle(reply));
    const lost = (error?: Error) => {
      if (this.#worker === worker) this.#worker = null;
      this.#fail(new VimTransportError('protocol', 'The thread that reads answers has died', error));
    };
    worker.on('error', lost);
    worker.on('exit', () => lost());
    return worker;
  }

  #settle(reply: DecodeReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('body' in reply) pending?.resolve(reply.body);
    else pending?.reject(new VimTransportError(reply.code, reply.message));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
