/** A boot takes a guest of the lab 11 to 13 s of processor time, however long it has to wait for it. */
const longestBootSeconds = 90;
/** What still boots gets more than this of a processor within the while below, also on a machine that does much else. */
const leastSeconds = 1;
const whileMs = 60_000;
/** Looking costs as much as what is waited for. */
const lookEveryMs = 5_000;

/** Tells a guest that hangs in its boot from one that is slow, by its own processor time: it spins, or stands still. */
export class BootWatch {
  readonly #cpuSeconds: () => Promise<number>;
  readonly #now: () => number;
  #first: number | null = null;
  #last = { atMs: -Infinity, cpu: 0 };
  #lookedAt = -Infinity;

  constructor(cpuSeconds: () => Promise<number>, now: () => number = () => performance.now()) {
    this.#cpuSeconds = cpuSeconds;
    this.#now = now;
  }

  async hangs(): Promise<boolean> {
    const now = this.#now();
    if (now - this.#lookedAt < lookEveryMs) return false;
    this.#lookedAt = now;
    const cpu = await this.#cpuSeconds();
    this.#first ??= cpu;
    if (cpu - this.#first > longestBootSeconds) return true;
    const moved = cpu - this.#last.cpu >= leastSeconds;
    if (moved || this.#last.atMs === -Infinity) this.#last = { atMs: now, cpu };
    return now - this.#last.atMs > whileMs;
  }
}
