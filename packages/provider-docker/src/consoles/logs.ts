import type { Readable } from 'node:stream';
import type { LogLine } from '@orrery/contract/inside/logs.ts';
import type { EngineApi } from '../engine/engine-api.ts';

export interface LogOptions {
  container: string;
  /** A container with a terminal mixes its two streams, and has no frames around them. */
  tty: boolean;
  /** How many of the last lines to begin with; all when absent. */
  tail?: number;
  /** ISO 8601: lines from then on. */
  since?: string;
  /** Go on with what comes, until the signal ends it. */
  follow: boolean;
  signal: AbortSignal;
}

/** Stream, three empty bytes, length: what the engine puts before each piece (API: attach, "stream format"). */
const headerBytes = 8;
const stderr = 2;
/** A line that never ends is cut: nobody reads it, and it must not fill the memory. */
const longestLine = 65_536;

const stamped = /^(\d{4}-\d\d-\d\dT\S+) ?(.*)$/s;

function lineOf(from: LogLine['from'], raw: string): LogLine {
  const [, at, text] = stamped.exec(raw.replace(/\r$/, '')) ?? [];
  return at === undefined || text === undefined
    ? { from, at: null, text: raw }
    : { from, at: new Date(at).toISOString(), text };
}

/** Puts pieces of one stream together to lines. */
class Lines {
  readonly #from: LogLine['from'];
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(from: LogLine['from']) {
    this.#from = from;
  }

  take(piece: Uint8Array): LogLine[] {
    const lines = (this.#rest + this.#decoder.decode(piece, { stream: true })).split('\n');
    const rest = lines.pop() ?? '';
    this.#rest = rest.length > longestLine ? '' : rest;
    if (rest.length > longestLine) lines.push(rest);
    return lines.map(line => lineOf(this.#from, line));
  }

  /** What came last, without the end of a line. */
  end(): LogLine[] {
    return this.#rest === '' ? [] : [lineOf(this.#from, this.#rest)];
  }
}

/** Pieces of the engine's stream; what arrives in parts is put together. */
async function* frames(stream: Readable): AsyncGenerator<{ type: number; piece: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    // A stream without an encoding gives buffers.
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= headerBytes) {
      const end = headerBytes + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { type: rest.readUInt8(0), piece: rest.subarray(headerBytes, end) };
      rest = rest.subarray(end);
    }
  }
}

async function* raw(stream: Readable): AsyncGenerator<{ type: number; piece: Buffer }> {
  // A stream without an encoding gives buffers.
  for await (const chunk of stream) yield { type: 1, piece: chunk as Buffer };
}

/** What a container has said, line by line; with `follow` also what it says from now on. */
export async function* readLogs(api: EngineApi, options: LogOptions): AsyncGenerator<LogLine> {
  const { container, tty, tail, since, follow, signal } = options;
  const query = {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow,
    tail: tail === undefined ? 'all' : tail,
    since: since === undefined ? undefined : Date.parse(since) / 1000,
  };
  const path = `/containers/${container}/logs`;
  const stream = await api.stream({ method: 'GET', path, query }, { signal });
  const [out, err] = [new Lines('stdout'), new Lines('stderr')];
  try {
    for await (const { type, piece } of (tty ? raw : frames)(stream))
      yield* (type === stderr ? err : out).take(piece);
    yield* out.end();
    yield* err.end();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stream.destroy();
  }
}
