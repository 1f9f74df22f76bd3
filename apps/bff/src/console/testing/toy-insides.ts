import type { LogLine } from '@orrery/contract/inside/logs.ts';
import type { Files, Logs, OwnImages } from '@orrery/provider-kit/insides.ts';

/** An instance of which the test decides what it writes. */
export class ToyLog {
  readonly #lines: LogLine[];
  #wake = Promise.withResolvers<void>();
  /** Readers that have not gone away. */
  readers = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines.map(line);
  }

  say(text: string): void {
    this.#lines.push(line(text));
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  readonly logs: Logs = {
    read: (_id, { tail, follow }, signal) => this.#read(tail, follow, signal),
  };

  async *#read(tail: number | null, follow: boolean, signal: AbortSignal): AsyncGenerator<LogLine> {
    this.readers++;
    const aborted = new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
    try {
      let at = tail === null ? 0 : Math.max(0, this.#lines.length - tail);
      for (;;) {
        const next = this.#lines[at];
        if (next) yield next;
        if (next) at++;
        else if (!follow || signal.aborted) return;
        else await Promise.race([this.#wake.promise, aborted]);
      }
    } finally {
      this.readers--;
    }
  }
}

const line = (text: string): LogLine => ({ from: 'stdout', at: '2026-03-01T12:00:00.000Z', text });

export const toyLog = new ToyLog(['one', 'TWO', 'three']);

/** What was written, by path. */
export const written = new Map<string, string>();

export const toyFiles: Files = {
  read: async (_id, path) =>
    (async function* () {
      yield Buffer.from(`tar of ${path}`);
    })(),
  write: async (_id, { path, tar }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of tar) pieces.push(piece);
    written.set(path, Buffer.concat(pieces).toString());
  },
};

export const toyImages: OwnImages = {
  prunable: async scope => ({ images: [{ id: 'lab:debian', name: scope, bytes: 5 }], bytes: 5 }),
  save: async id =>
    (async function* () {
      yield Buffer.from(`tar of ${id}`);
    })(),
};
