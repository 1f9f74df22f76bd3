import type { ParamMap } from '@orrery/libvirt/xdr/typed-params.ts';

/** What a daemon tells, unasked, of the job that moves a domain. */
export type JobEvent =
  /** The list of dirty pages was taken again: the next pass begins. */
  | { kind: 'pass'; pass: number }
  /** With the final figures. */
  | { kind: 'completed'; params: ParamMap }
  /** At the destination: memory begins to come in. */
  | { kind: 'arriving' }
  /** At the source, the destination, or both: it may be time to look. */
  | { kind: 'changed' };

export interface HeardJob {
  host: string;
  uuid: string;
  event: JobEvent;
}

/** Passes on what the daemons tell of jobs; outlives their connections. */
export class JobEvents {
  readonly #listeners = new Set<(heard: HeardJob) => void>();

  listen(listener: (heard: HeardJob) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(heard: HeardJob): void {
    for (const listener of [...this.#listeners]) listener(heard);
  }
}
