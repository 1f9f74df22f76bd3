import type { ConsoleEnd, ConsoleStream } from '@orrery/provider-kit/console.ts';
import { Scrollback } from './scrollback.ts';
import type { Ended, Viewer } from './viewer.ts';

/** Worth another try: the instance may run again, or runs elsewhere. */
const again: ReadonlySet<ConsoleEnd['reason']> = new Set(['stopped', 'moved', 'lost']);

export function endedOf({ reason, message, exitCode }: ConsoleEnd): Omit<Ended, 'type'> {
  return { reason, message, again: again.has(reason), ...(exitCode === undefined ? {} : { exitCode }) };
}

/** Somebody who listens and is not counted: sees all that is said, types nothing. */
export interface Listener {
  hear: (bytes: Uint8Array) => void;
  ended: (end: ConsoleEnd) => void;
}

/** What was said before this stream was opened. */
export interface Earlier {
  bytes: Uint8Array;
  /** When that was, ISO 8601. */
  until: string;
}

/**
 * One stream of a backend for all who look at the same serial line (CO-10): each sees what everybody types, newcomers
 * get the latest output first, and the slowest holds up nobody.
 */
export class SharedTerminal {
  readonly #stream: ConsoleStream;
  readonly #viewers = new Set<Viewer>();
  readonly #listeners = new Set<Listener>();
  readonly #scrollback = new Scrollback();
  readonly #earlier: Earlier | undefined;
  #end: ConsoleEnd | undefined;

  constructor(stream: ConsoleStream, earlier?: Earlier) {
    this.#stream = stream;
    this.#earlier = earlier;
    void this.#pump();
  }

  get ended(): Promise<ConsoleEnd> {
    return this.#stream.ended;
  }

  /** Nobody looks or listens. */
  get isIdle(): boolean {
    return this.#viewers.size === 0 && this.#listeners.size === 0;
  }

  /** Hears what will be said; with `from: 'beginning'` also what was, as far as it is held. */
  listen(listener: Listener, from: 'beginning' | 'now'): void {
    if (from === 'beginning' && this.#scrollback.held > 0) listener.hear(this.#scrollback.all());
    if (this.#end) return listener.ended(this.#end);
    this.#listeners.add(listener);
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  join(viewer: Viewer): void {
    this.#viewers.add(viewer);
    viewer.tell({ type: 'opened', kind: viewer.kind, viewers: this.#viewers.size });
    if (this.#earlier) {
      viewer.offer(this.#earlier.bytes);
      viewer.tell({ type: 'recorded', until: this.#earlier.until });
    }
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
      for (const listener of this.#listeners) listener.hear(bytes);
      for (const viewer of this.#viewers) viewer.offer(bytes);
    }
    const end = await this.#stream.ended;
    this.#end = end;
    for (const listener of this.#listeners) listener.ended(end);
    for (const viewer of this.#viewers) viewer.end(endedOf(end));
  }

  #count(): void {
    for (const viewer of this.#viewers) viewer.tell({ type: 'viewers', viewers: this.#viewers.size });
  }
}
