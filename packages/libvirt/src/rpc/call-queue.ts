/**
 * Lets at most `width` calls be under way. libvirtd stops reading from a client that has `max_client_requests` (5 by
 * default) calls open, pings included: a client that sends more looks dead to itself while it waits for slow ones.
 */
export class CallQueue {
  readonly #width: number;
  #active = 0;
  #waiting = new Set<QueuedCall>();

  constructor(width: number) {
    this.#width = width;
  }

  /** Begins the call now or when a place is free; returns how to leave the queue before that. */
  enter(call: QueuedCall): () => void {
    if (this.#active < this.#width) {
      this.#active++;
      call.begin();
      return () => {};
    }
    this.#waiting.add(call);
    return () => this.#waiting.delete(call);
  }

  /** A call that was begun has been answered. */
  leave(): void {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      next.begin();
      return;
    }
    this.#active--;
  }

  /** The connection is gone: what still waits will never begin. */
  drain(reason: unknown): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const call of waiting) call.fail(reason);
  }
}

export interface QueuedCall {
  begin: () => void;
  fail: (reason: unknown) => void;
}
