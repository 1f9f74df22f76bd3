import { type Clock, type Random, systemClock } from './clock.ts';
import type { Connection } from './connection.ts';

export interface SupervisionOptions {
  /** One attempt; the signal ends it when the supervision stops. */
  open: (signal: AbortSignal) => Promise<Connection>;
  /** A connection is open. It counts as up when this resolves; when it throws the connection is closed and retried. */
  onUp: (connection: Connection, signal: AbortSignal) => Promise<void>;
  /** An attempt failed or the connection was lost, and when the next attempt is due. */
  onDown: (reason: unknown, retryInMs: number) => void;
  clock?: Clock;
  random?: Random;
  backoff?: { baseMs: number; capMs: number };
}

const defaultBackoff = { baseMs: 500, capMs: 15_000 };

/** Keeps one connection open for ever: re-opens it with exponential back-off and full jitter. */
export class SupervisedConnection {
  readonly #options: SupervisionOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  #abort = new AbortController();
  #current: Connection | null = null;
  #cancelRetry: (() => void) | null = null;
  #failures = 0;
  #started = false;

  constructor(options: SupervisionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
  }

  /** The open connection, or null while there is none. */
  get current(): Connection | null {
    return this.#current;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    void this.#attempt();
  }

  stop(): void {
    this.#abort.abort(new Error('the supervision was stopped'));
    this.#cancelRetry?.();
    this.#current?.close();
    this.#current = null;
  }

  /** Does not wait for the back-off: someone asks now. */
  retryNow(): void {
    if (this.#cancelRetry === null) return;
    this.#cancelRetry();
    this.#cancelRetry = null;
    void this.#attempt();
  }

  async #attempt(): Promise<void> {
    const { signal } = this.#abort;
    if (signal.aborted) return;
    let connection: Connection | null = null;
    try {
      connection = await this.#options.open(signal);
      if (signal.aborted) return connection.close();
      const lost = this.#watch(connection);
      await Promise.race([
        this.#options.onUp(connection, signal),
        lost.then(reason => Promise.reject(reason)),
      ]);
      this.#current = connection;
      this.#failures = 0;
      void lost.then(reason => this.#down(reason));
    } catch (error) {
      connection?.close();
      this.#down(error);
    }
  }

  #watch(connection: Connection): Promise<unknown> {
    return new Promise(resolve => connection.onClose(resolve));
  }

  #down(reason: unknown): void {
    this.#current = null;
    if (this.#abort.signal.aborted) return;
    const { baseMs, capMs } = this.#options.backoff ?? defaultBackoff;
    // 2^20 is far above any cap: no overflow after weeks of failures.
    const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(this.#failures, 20));
    const delay = Math.floor(this.#random() * ceiling);
    this.#failures++;
    this.#cancelRetry = this.#clock.after(delay, () => {
      this.#cancelRetry = null;
      void this.#attempt();
    });
    this.#options.onDown(reason, delay);
  }
}
