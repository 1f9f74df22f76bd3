import type { Clock } from '../clock.ts';

export interface KeepaliveOptions {
  /** Silence after which a ping is sent, and between pings. 0 turns pings off. */
  intervalMs: number;
  /** Unanswered pings after which the peer counts as dead. */
  count: number;
}

/** As libvirt's own client: 5 s, 5 times. */
export const defaultKeepalive: KeepaliveOptions = { intervalMs: 5_000, count: 5 };

/** Pings a silent peer and says when it is dead. Any byte received counts as life. */
export class Keepalive {
  readonly #clock: Clock;
  readonly #options: KeepaliveOptions;
  readonly #ping: () => void;
  readonly #dead: (silentMs: number) => void;
  #lastHeard: number;
  #unanswered = 0;
  #cancel: (() => void) | null = null;
  #running = false;
  #due = 0;

  constructor(
    clock: Clock,
    options: KeepaliveOptions,
    on: { ping: () => void; dead: (silentMs: number) => void },
  ) {
    this.#clock = clock;
    this.#options = options;
    this.#ping = on.ping;
    this.#dead = on.dead;
    this.#lastHeard = clock.now();
  }

  start(): void {
    if (this.#running || this.#options.intervalMs <= 0) return;
    this.#running = true;
    this.heard();
    this.#schedule(this.#options.intervalMs);
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = null;
  }

  heard(): void {
    this.#lastHeard = this.#clock.now();
    this.#unanswered = 0;
  }

  #schedule(ms: number): void {
    this.#due = this.#clock.now() + ms;
    this.#cancel = this.#clock.after(ms, () => this.#tick());
  }

  #tick(): void {
    if (!this.#running) return;
    // This process itself was held up (stopped, starved): what came meanwhile is not read yet, so ask anew.
    if (this.#clock.now() - this.#due >= this.#options.intervalMs) this.heard();
    const silent = this.#clock.now() - this.#lastHeard;
    if (silent < this.#options.intervalMs) return this.#schedule(this.#options.intervalMs - silent);
    if (this.#unanswered >= this.#options.count) {
      this.stop();
      return this.#dead(silent);
    }
    this.#unanswered++;
    this.#ping();
    this.#schedule(this.#options.intervalMs);
  }
}
