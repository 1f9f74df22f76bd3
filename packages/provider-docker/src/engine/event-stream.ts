import { z } from 'zod';
import type { CallOptions, EngineApi } from './engine-api.ts';

/** What an engine announces. `at` is the engine's clock. */
export interface EngineEvent {
  type: string;
  action: string;
  id: string;
  attributes: Readonly<Record<string, string>>;
  /** Nanoseconds since 1970, as digits: more than a number holds. */
  nanos: string;
  at: string;
}

const eventSchema = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
});

/** What matters. Health checks alone make three exec events each; the engine leaves those out for us. */
const actions = [
  'create',
  'start',
  'die',
  // Podman filters by words of its own, and then says Docker's.
  'died',
  'loadfromarchive',
  'kill',
  // An image was made of it.
  'commit',
  'pause',
  'unpause',
  'restart',
  'rename',
  'update',
  'oom',
  'health_status',
  'destroy',
  'remove',
  'connect',
  'disconnect',
  'pull',
  'tag',
  'untag',
  'delete',
  'import',
  'load',
  'prune',
];
const types = ['container', 'volume', 'network', 'image', 'service', 'node'];
const filters = JSON.stringify({ type: types, event: actions });

/** Null for a line that is none of ours. */
export function parseEvent(line: string): EngineEvent | null {
  const parsed = eventSchema.safeParse(parseJson(line));
  const nanos = /"timeNano":\s*(\d+)/.exec(line)?.[1];
  if (!parsed.success || nanos === undefined) return null;
  const { Type, Action, Actor } = parsed.data;
  const at = new Date(Number(nanos.slice(0, -6))).toISOString();
  return { type: Type, action: Action, id: Actor.ID, attributes: Actor.Attributes ?? {}, nanos, at };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Events do not always come in the order of their times: so much is asked for again. */
const overlapNanos = 1_000_000_000n;

/** As the engine takes it: seconds with a fraction of nine digits. */
export function sinceOf(nanos: string): string {
  const from = BigInt(nanos) - overlapNanos;
  return `${from / overlapNanos}.${String(from % overlapNanos).padStart(9, '0')}`;
}

/** Where in the engine's events Orrery stands; outlives the connection. */
export class EventCursor {
  #last: string | null = null;
  /** Those heard of late, in their order. */
  readonly #heard = new Set<string>();
  /** More than an engine keeps (256). */
  static readonly #memory = 1_024;

  get since(): string | null {
    return this.#last === null ? null : sinceOf(this.#last);
  }

  /** From when on, before anything has been heard: the engine's own clock at the first connection. */
  begin(nanos: string): void {
    this.#last ??= nanos;
  }

  /** False for one that has been heard already. */
  take(event: EngineEvent): boolean {
    const key = `${event.nanos} ${event.type} ${event.action} ${event.id}`;
    if (this.#heard.has(key)) return false;
    this.#heard.add(key);
    if (this.#heard.size > EventCursor.#memory) this.#forgetOldest();
    if (this.#last === null || BigInt(event.nanos) > BigInt(this.#last)) this.#last = event.nanos;
    return true;
  }

  #forgetOldest(): void {
    const [oldest = ''] = this.#heard;
    this.#heard.delete(oldest);
  }
}

export interface Following {
  cursor: EventCursor;
  onEvent: (event: EngineEvent) => void;
  options: CallOptions;
}

/** Opens the stream; resolves once the engine has begun to send, with a promise of its end. */
export async function followEvents(
  api: EngineApi,
  { cursor, onEvent, options }: Following,
): Promise<{ ended: Promise<string> }> {
  const query = { filters, since: cursor.since ?? undefined };
  const stream = await api.stream({ method: 'GET', path: '/events', query }, options);
  stream.setEncoding('utf8');
  let rest = '';
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = parseEvent(line);
      if (event && cursor.take(event)) onEvent(event);
    }
  });
  const ended = new Promise<string>(resolve => {
    stream.once('error', error => resolve(`the stream of its events broke: ${error.message}`));
    stream.once('close', () => resolve('it ended the stream of its events'));
  });
  return { ended };
}
