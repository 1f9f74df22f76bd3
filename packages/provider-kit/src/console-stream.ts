import { type Duplex, PassThrough } from 'node:stream';
import type { ConsoleEnd, ConsoleStream } from './console.ts';

/** Why it ended, when it was not we who closed it. */
export type WhyEnded = (failure: Error | null) => Promise<ConsoleEnd>;

const closedByUs: ConsoleEnd = { reason: 'closed', message: 'Closed' };

interface Parts {
  read: () => AsyncIterable<Uint8Array>;
  write: (data: Uint8Array) => Promise<void>;
  /** Ends the pipe. */
  end: () => void;
  /** The pipe's own end. */
  pipeEnded: Promise<Error | null>;
  why: WhyEnded;
}

/** Reading that ends, and does not throw, whatever happens to the pipe. */
async function* quietly(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch {
    // `ended` says why.
  }
}

/** A console over whatever carries its bytes. */
export function consoleStream({ read, write, end, pipeEnded, why }: Parts): ConsoleStream {
  let closed = false;
  const ended = pipeEnded.then(failure => {
    end();
    if (closed) return closedByUs;
    return why(failure).catch((): ConsoleEnd => ({ reason: 'lost', message: 'The connection was lost' }));
  });
  return {
    output: quietly(read()),
    write: data => write(data).catch(() => undefined),
    close: async () => {
      closed = true;
      end();
      await ended;
    },
    ended,
  };
}

/** What a viewer may lag behind before the other side is held up. */
const unreadBytes = 1_048_576;

export function ofDuplex(pipe: Duplex, why: WhyEnded): ConsoleStream {
  let failure: Error | null = null;
  pipe.on('error', error => {
    failure = error;
  });
  // Read before anybody asks for it, so that the end is seen although nobody does.
  const unread = new PassThrough({ highWaterMark: unreadBytes });
  pipe.pipe(unread);
  pipe.once('close', () => unread.end());
  const write = (data: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      pipe.write(data, error => (error ? reject(error) : resolve()));
    });
  return consoleStream({
    read: () => unread,
    write,
    end: () => pipe.destroy(),
    pipeEnded: new Promise(resolve => pipe.once('close', () => resolve(failure))),
    why,
  });
}
