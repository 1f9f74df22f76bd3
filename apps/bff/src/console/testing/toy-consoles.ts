import type { ConsoleEnd, Consoles, ConsoleStream } from '@orrery/provider-kit/console.ts';

/** A console whose backend is the test: says what it is told to, and keeps what it hears. */
export class ToyConsole implements ConsoleStream {
  readonly #chunks: Uint8Array[] = [];
  readonly #ended = Promise.withResolvers<ConsoleEnd>();
  #wake = Promise.withResolvers<void>();
  #isOver = false;
  heard = '';
  size: [number, number] | undefined;
  /** Chunks that nobody has read. */
  get unread(): number {
    return this.#chunks.length;
  }

  readonly ended = this.#ended.promise;
  readonly output = this.#read();

  say(text: string | Uint8Array): void {
    this.#chunks.push(typeof text === 'string' ? Buffer.from(text) : text);
    this.#wake.resolve();
  }

  end(end: ConsoleEnd): void {
    this.#isOver = true;
    this.#ended.resolve(end);
    this.#wake.resolve();
  }

  write = async (data: Uint8Array): Promise<void> => {
    this.heard += Buffer.from(data).toString();
    await Promise.resolve();
  };

  resize = async (columns: number, rows: number): Promise<void> => {
    this.size = [columns, rows];
    await Promise.resolve();
  };

  close = async (): Promise<void> => {
    this.end({ reason: 'closed', message: 'Closed' });
    await Promise.resolve();
  };

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (this.#isOver) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}

/** Opened so far, in their order. */
export const opened: ToyConsole[] = [];

export const toyConsoles: Consoles = {
  open: async () => {
    const stream = new ToyConsole();
    opened.push(stream);
    return stream;
  },
};
