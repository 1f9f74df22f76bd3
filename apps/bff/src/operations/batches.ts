interface Tally {
  ended: number;
  failed: number;
}

/** A batch is judged after this many of it have ended... */
const judgedFrom = 5;
/** ...and stopped when more than this share of those has failed. */
const tolerated = 0.5;

/** How the operations of each bulk request fare: what fails everywhere is not tried a thousand times (OP-12). */
export class Batches {
  readonly #tallies = new Map<string, Tally>();

  note(batch: string | null, failed: boolean): void {
    if (batch === null) return;
    const tally = this.#tallies.get(batch) ?? { ended: 0, failed: 0 };
    this.#tallies.set(batch, { ended: tally.ended + 1, failed: tally.failed + (failed ? 1 : 0) });
  }

  isStopped(batch: string | null): boolean {
    const tally = batch === null ? undefined : this.#tallies.get(batch);
    return tally !== undefined && tally.ended >= judgedFrom && tally.failed / tally.ended > tolerated;
  }
}
