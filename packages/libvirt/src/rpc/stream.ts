import { limits } from '../limits.ts';

/** What a stream needs from the session that carries it. */
export interface StreamLink {
  send: (status: 'continue' | 'ok' | 'error', data: Uint8Array) => Promise<void>;
  /** Too much, or again little enough, is waiting to be read: stop or go on reading from the socket. */
  hold: (on: boolean) => void;
  /** Nothing more is expected for this stream. */
  release: () => void;
}

/** Unread bytes at which the socket is held. Everything else on the connection waits too: give bulk transfers their own. */
const highWaterBytes = 4 * 1024 * 1024;

/** The data that follows a call such as console open, upload or download. Readable by one async iterator. */
export class RpcStream implements AsyncIterable<Buffer> {
  readonly #link: StreamLink;
  #queue: Buffer[] = [];
  #queued = 0;
  #held = false;
  #ended = false;
  #failure: Error | null = null;
  #wake: (() => void) | null = null;
  #resolveEnded: (failure: Error | null) => void = () => {};
  /** Nothing more will come: null when the peer has ended it in order. What came before may still be unread. */
  readonly ended = new Promise<Error | null>(resolve => {
    this.#resolveEnded = resolve;
  });
  #finished: { resolve: () => void; reject: (reason: unknown) => void } | null = null;

  constructor(link: StreamLink) {
    this.#link = link;
  }

  /** Data from the peer; an empty packet is the end of its data. */
  receive(data: Buffer): void {
    if (data.length === 0) {
      this.#ended = true;
      this.#resolveEnded(null);
    } else if (!this.#ended) {
      this.#queue.push(data);
      this.#queued += data.length;
      if (!this.#held && this.#queued > highWaterBytes) this.#hold(true);
    }
    this.#wake?.();
  }

  /** The peer has closed the stream: in order, or with its error, or with the connection's. */
  close(failure: Error | null): void {
    this.#ended = true;
    this.#failure ??= failure;
    if (this.#held) this.#hold(false);
    this.#resolveEnded(this.#failure);
    if (failure === null) this.#finished?.resolve();
    else this.#finished?.reject(failure);
    this.#finished = null;
    this.#wake?.();
    this.#link.release();
  }

  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += limits.streamChunk) {
      if (this.#failure !== null) throw this.#failure;
      await this.#link.send('continue', data.subarray(at, at + limits.streamChunk));
    }
  }

  /** All is sent and received: resolves when the daemon confirms that it is done (data is on disk). */
  finish(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#finished = { resolve, reject };
      this.#link.send('ok', new Uint8Array(0)).catch(reject);
    });
  }

  /** Gives up; what was written so far may be lost. */
  async abort(): Promise<void> {
    if (this.#failure !== null) return;
    this.#failure = new Error('the stream was aborted');
    this.#ended = true;
    this.#resolveEnded(this.#failure);
    this.#queue = [];
    this.#queued = 0;
    if (this.#held) this.#hold(false);
    await this.#link.send('error', new Uint8Array(0));
    this.#link.release();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      const next = this.#queue.shift();
      if (next !== undefined) {
        this.#queued -= next.length;
        if (this.#held && this.#queued < highWaterBytes / 2) this.#hold(false);
        yield next;
      } else if (this.#ended) {
        if (this.#failure !== null) throw this.#failure;
        return;
      } else {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
      }
    }
  }

  #hold(on: boolean): void {
    this.#held = on;
    this.#link.hold(on);
  }
}
