import type { MigrationLimits } from '@orrery/contract/migrations/progress.ts';
import type { MemoryFigures } from '@orrery/migration-model/sample.ts';
import { nextThrottle, noThrottle, type Throttle } from '@orrery/migration-model/throttle.ts';
import type { Guest } from './guest.ts';

export interface LiveCopyOptions {
  guest: Guest;
  limits: MigrationLimits;
  /** Factors on link and guest at a second of the copy. */
  noise: { link: (second: number) => number; guest: (second: number) => number };
  /** Passes after which one gives up. */
  mostPasses: number;
}

/** The link is paced in bursts, and only between them is looked whether the rest fits into the pause. */
const burstSeconds = 0.1;
/** What the hypervisors need to hand over, besides the last pages. */
export const handoverMs = 14;

/**
 * Pre-copy after the working-set model of docs/specs/migration-model.md, pass by pass: a guest that writes `d` bytes/s
 * within a working set of W leaves D(t) = W(1 - e^(-d·t/W)) unique dirty bytes after t seconds, so that a small working
 * set saturates. Memory is copied until the rest fits into the allowed pause.
 */
export class LiveCopy {
  limits: MigrationLimits;
  outcome: 'copying' | 'fits' | 'gave-up' = 'copying';
  pass = 1;
  throttle: Throttle = noThrottle;
  /** Pause at the end, ms; 0 until it is known. */
  pauseMs = 0;
  readonly #options: LiveCopyOptions;
  #remaining: number;
  #sent = 0;
  #content = 0;
  #seconds = 0;
  #sinceList = 0;
  #sentInPass = 0;

  constructor(options: LiveCopyOptions) {
    this.#options = options;
    this.limits = options.limits;
    this.#remaining = options.guest.memoryBytes;
  }

  get figures(): MemoryFigures {
    return {
      totalBytes: this.#options.guest.memoryBytes,
      remainingBytes: Math.round(this.#remaining),
      sentBytes: Math.round(this.#sent),
      contentBytes: Math.round(this.#content),
    };
  }

  /** Bytes per second that the link carries at this moment; post-copy knows no limit but this. */
  get linkRate(): number {
    const { guest, noise } = this.#options;
    return guest.link * noise.link(this.#seconds);
  }

  get rate(): number {
    return Math.min(this.linkRate, this.limits.bandwidth ?? Infinity);
  }

  /** Lets time pass; answers how much of it was left when it came to an end. */
  run(seconds: number): number {
    let left = seconds;
    while (left > 1e-9 && this.outcome === 'copying') {
      const burst = Math.min(left, burstSeconds);
      this.#burst(burst);
      left -= burst;
    }
    return left;
  }

  /** The guest goes on at the destination: what is left, and what was written since, is sent once. */
  switchToPostCopy(): number {
    this.#remaining += this.#dirtied();
    this.pauseMs = handoverMs;
    return this.#remaining;
  }

  /** In post-copy, or during the pause. */
  sendOnce(bytes: number): void {
    const sent = Math.min(bytes, this.#remaining);
    this.#remaining -= sent;
    this.#sent += sent;
    this.#content += sent;
  }

  #burst(seconds: number): void {
    const { guest } = this.#options;
    const rate = this.rate;
    // Zero pages are spread over the list and cost nothing.
    const density = this.pass === 1 ? Math.max(0.01, guest.residentBytes / guest.memoryBytes) : 1;
    const sent = Math.min(this.#remaining, (rate * seconds) / density);
    this.#remaining -= sent;
    this.#sent += sent;
    this.#content += sent * density;
    this.#sentInPass += sent * density;
    this.#seconds += seconds;
    this.#sinceList += seconds;
    const fits = (rate * this.limits.downtimeMs) / 1000;
    if (rate > 0 && this.#remaining <= fits) this.#takeList(rate, fits);
  }

  #takeList(rate: number, fits: number): void {
    const fresh = this.#dirtied();
    this.#remaining += fresh;
    if (this.limits.autoConverge) {
      const pass = { fresh, sent: this.#sentInPass, seconds: this.#sinceList };
      this.throttle = nextThrottle(this.throttle, pass);
    }
    this.#sinceList = 0;
    this.#sentInPass = 0;
    if (this.#remaining <= fits) {
      this.outcome = 'fits';
      this.pauseMs = (1000 * this.#remaining) / rate + handoverMs;
    } else if (this.pass >= this.#options.mostPasses) this.outcome = 'gave-up';
    else this.pass++;
  }

  /** Written since the list was taken, of what is not listed anyway. */
  #dirtied(): number {
    const { guest, noise } = this.#options;
    if (guest.workingSet <= 0) return 0;
    const rate = guest.rate * noise.guest(this.#seconds) * (1 - this.throttle.percent / 100);
    const clean = Math.max(0, Math.min(guest.workingSet, guest.memoryBytes) - this.#remaining);
    return clean * (1 - Math.exp((-rate * this.#sinceList) / guest.workingSet));
  }
}
