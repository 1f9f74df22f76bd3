import type { Clock } from '../clock.ts';

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

/** Lets promises that wait for nothing go on. */
const settled = () => new Promise<void>(resolve => setImmediate(resolve));

/** Time that stands still until told to move. Timers run in order of their time, then of their making. */
export class ManualClock implements Clock {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];

  constructor(start: number | string = '2026-03-04T10:00:00.000Z') {
    this.#now = typeof start === 'number' ? start : Date.parse(start);
  }

  now = (): number => this.#now;

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#insert(timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  };

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves time on, running what falls due, and letting promises settle after each. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let next = this.#timers[0]; next && next.at <= until; next = this.#timers[0]) {
      this.#fire(next);
      await settled();
    }
    this.#now = until;
    await settled();
  }

  /**
   * Lets time run by itself: whenever nothing else is to be done it jumps to the next timer, so that hours pass in
   * a moment and in the same order every time. Returns how to stop it.
   */
  play(): () => void {
    let playing = true;
    const step = () => {
      if (!playing) return;
      const next = this.#timers[0];
      if (next) this.#fire(next);
      setImmediate(step);
    };
    setImmediate(step);
    return () => {
      playing = false;
    };
  }

  #fire(timer: Timer): void {
    this.#timers.shift();
    this.#now = Math.max(this.#now, timer.at);
    timer.run();
  }

  #insert(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle];
      if (other && other.at <= timer.at) low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
  }
}
