import type { ConsoleEnd, ConsoleStream } from '@orrery/provider-kit/console.ts';
import { Scrollback } from './scrollback.ts';
import type { Ended, Viewer } from './viewer.ts';

/** Worth another try: the instance may run again, or runs elsewhere. */
const again: ReadonlySet<ConsoleEnd['reason']> = new Set(['stopped', 'moved', 'lost']);

export function endedOf({ reason, message, exitCode }: ConsoleEnd): Omit<Ended, 'type'> {
  return { reason, message, again: again.has(reason), ...(exitCode === undefined ? {} : { exitCode }) };
}

/**
 * One stream of a backend for all who look at the same serial line (CO-10): each sees what everybody types, newcomers
 * get the latest output first, and the slowest holds up nobody.
 */
export class SharedTerminal {
  readonly #stream: ConsoleStream;
  readonly #viewers = new Set<Viewer>();
  readonly #scrollback = new Scrollback();

  constructor(stream: ConsoleStream) {
    this.#stream = stream;
    void this.#pump();
  }

  get ended(): Promise<ConsoleEnd> {
    return this.#stream.ended;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  join(viewer: Viewer): void {
    this.#viewers.add(viewer);
    viewer.tell({ type: 'opened', kind: viewer.kind, viewers: this.#viewers.size });
    viewer.offer(this.#scrollback.all());
    this.#count();
  }

  leave(viewer: Viewer): void {
    if (this.#viewers.delete(viewer)) this.#count();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#stream.write(bytes);
  }

  close(): Promise<void> {
    return this.#stream.close();
  }

  async #pump(): Promise<void> {
    for await (const bytes of this.#stream.output) {
      this.#scrollback.add(bytes);
      for (const viewer of this.#viewers) viewer.offer(bytes);
    }
    const ended = endedOf(await this.#stream.ended);
    for (const viewer of this.#viewers) viewer.end(ended);
  }

  #count(): void {
    for (const viewer of this.#viewers) viewer.tell({ type: 'viewers', viewers: this.#viewers.size });
  }
}
