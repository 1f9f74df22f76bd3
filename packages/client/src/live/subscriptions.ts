import { unpackActions } from '@orrery/contract/realtime/action-sets.ts';
import {
  type QueryStatus,
  type RealtimeError,
  resyncSchema,
  type SubscribeReply,
  subscribeReplySchema,
} from '@orrery/contract/realtime/messages.ts';
import type { Frame, LiveSource } from './live-source.ts';
import type { Platform } from './platform.ts';
import type { SocketLink } from './socket-link.ts';

/** A first computation over 100,000 rows on a busy server takes seconds; nothing takes this long. */
const answerTimeoutMs = 20_000;
/** A refusal for haste, or an answer that never came, is tried again after this to twice this. */
const againMs = 1_000;

interface Held {
  /** Name of the live query that it follows; undefined until answered. */
  query: string | undefined;
  asking: boolean;
  /** It wants something else than what is being asked. */
  changed: boolean;
  cancelAgain: (() => void) | undefined;
}

/** Keeps every source subscribed: over reconnects, resyncs, refusals and changes of mind. */
export class Subscriptions {
  readonly #link: SocketLink;
  readonly #platform: Platform;
  readonly #sources = new Map<LiveSource, Held>();
  /** Sources by live query: those that ask the same are told by one stream. */
  readonly #byQuery = new Map<string, Set<LiveSource>>();
  /** Queries to unsubscribe: not while an answer is under way, which may name one of them again. */
  readonly #unwanted = new Set<string>();
  #asking = 0;
  /** Counts connections: what was asked on an earlier one is forgotten. */
  #connection = 0;

  constructor(link: SocketLink, platform: Platform) {
    this.#link = link;
    this.#platform = platform;
  }

  /** Takes a source in, or asks anew for one that wants something else now. */
  ask(source: LiveSource): void {
    const held = this.#sources.get(source) ?? newlyHeld();
    this.#sources.set(source, held);
    cancelAgain(held);
    if (!this.#link.connected()) return;
    if (held.asking) held.changed = true;
    else this.#ask(source, held);
  }

  remove(source: LiveSource): void {
    const held = this.#sources.get(source);
    if (held === undefined) return;
    cancelAgain(held);
    this.#sources.delete(source);
    this.#leave(source, held);
    this.#unsubscribe();
  }

  connected(): void {
    for (const source of this.#sources.keys()) this.ask(source);
  }

  disconnected(): void {
    this.#connection++;
    this.#asking = 0;
    this.#byQuery.clear();
    this.#unwanted.clear();
    for (const [source, held] of this.#sources) {
      cancelAgain(held);
      this.#sources.set(source, newlyHeld());
      source.disconnected();
    }
  }

  delivered(message: unknown): void {
    const frame = frameOf(message);
    if (frame === undefined) return;
    if (frame.type === 'delta' && frame.replaces !== undefined) this.#rename(frame.replaces, frame.query);
    for (const source of [...(this.#byQuery.get(frame.query) ?? [])]) {
      if (source.frame(frame) === 'resubscribe') this.ask(source);
    }
  }

  /** Heartbeats say where each query stands: the last delta may never have come. */
  standing(statuses: readonly QueryStatus[]): void {
    for (const status of statuses) {
      for (const source of [...(this.#byQuery.get(status.query) ?? [])]) {
        // While it asks for something else, what it holds is on its way out.
        if (this.#sources.get(source)?.asking === true) continue;
        if (source.status(status) === 'resubscribe') this.ask(source);
      }
    }
  }

  resync(message: unknown): void {
    const parsed = resyncSchema.safeParse(message);
    if (!parsed.success) return;
    const { query } = parsed.data;
    const sources = [...(this.#byQuery.get(query) ?? [])];
    // The server has let go of it already.
    this.#byQuery.delete(query);
    for (const source of sources) {
      const held = this.#sources.get(source);
      if (held?.query === query) held.query = undefined;
      source.voided();
      this.ask(source);
    }
  }

  #ask(source: LiveSource, held: Held): void {
    const connection = this.#connection;
    held.asking = true;
    held.changed = false;
    this.#asking++;
    const alone = held.query !== undefined && this.#byQuery.get(held.query)?.size === 1;
    this.#link.ask(source.request(alone ? held.query : undefined), answerTimeoutMs, reply => {
      if (connection !== this.#connection) return;
      held.asking = false;
      this.#asking--;
      // What cannot be understood is as good as no answer.
      this.#take(source, held, answerOf(reply));
      this.#unsubscribe();
      if (held.changed && this.#sources.get(source) === held) this.ask(source);
    });
  }

  #take(source: LiveSource, held: Held, answer: SubscribeReply | undefined): void {
    const wanted = !held.changed && this.#sources.get(source) === held;
    if (answer === undefined) {
      if (wanted) this.#askLater(source, held);
    } else if (answer.type === 'error') {
      if (wanted) this.#refused(source, held, answer);
    } else if (wanted || (leadsOver(answer) && this.#sources.get(source) === held))
      this.#follow(source, held, answer);
    else this.#letGo(answer.query);
  }

  /** The server put one query in the place of another. */
  #rename(former: string, query: string): void {
    const sources = this.#byQuery.get(former) ?? new Set();
    this.#byQuery.delete(former);
    this.#unwanted.delete(query);
    this.#byQuery.set(query, sources);
    for (const source of sources) {
      const held = this.#sources.get(source);
      if (held !== undefined) held.query = query;
    }
  }

  #follow(source: LiveSource, held: Held, frame: Frame): void {
    if (held.query !== frame.query) this.#leave(source, held);
    held.query = frame.query;
    this.#unwanted.delete(frame.query);
    const sources = this.#byQuery.get(frame.query) ?? new Set();
    this.#byQuery.set(frame.query, sources.add(source));
    if (source.answered(frame) === 'resubscribe') this.ask(source);
  }

  #refused(source: LiveSource, held: Held, error: RealtimeError): void {
    if (error.code === 'rate.limited') this.#askLater(source, held);
    else {
      this.#leave(source, held);
      source.refused(error);
    }
  }

  #askLater(source: LiveSource, held: Held): void {
    const ms = againMs * (1 + this.#platform.random());
    held.cancelAgain = this.#platform.after(ms, () => this.ask(source));
  }

  #leave(source: LiveSource, held: Held): void {
    const { query } = held;
    if (query === undefined) return;
    held.query = undefined;
    const sources = this.#byQuery.get(query);
    sources?.delete(source);
    if (sources?.size === 0) this.#byQuery.delete(query);
    this.#letGo(query);
  }

  #letGo(query: string): void {
    if (!this.#byQuery.has(query)) this.#unwanted.add(query);
  }

  #unsubscribe(): void {
    if (this.#asking > 0 || !this.#link.connected()) return;
    for (const query of this.#unwanted) this.#link.send('unsubscribe', { query });
    this.#unwanted.clear();
  }
}

const newlyHeld = (): Held => ({ query: undefined, asking: false, changed: false, cancelAgain: undefined });

function cancelAgain(held: Held): void {
  held.cancelAgain?.();
  held.cancelAgain = undefined;
}

/** The old query is over for the server: who does not follow now has lost its place. */
const leadsOver = (frame: Frame): boolean => frame.type === 'delta' && frame.fromEpoch !== undefined;

/** By the word each frame begins with: a page takes many a second, and holds each against its own schema only. */
function answerOf(message: unknown): SubscribeReply | undefined {
  const { data } = subscribeReplySchema.safeParse(message);
  if (data?.type === 'snapshot') unpackActions(data.items, data.actionSets);
  if (data?.type === 'delta') unpackActions(data.upserts, data.actionSets);
  return data;
}

function frameOf(message: unknown): Frame | undefined {
  const answer = answerOf(message);
  return answer?.type === 'error' ? undefined : answer;
}
