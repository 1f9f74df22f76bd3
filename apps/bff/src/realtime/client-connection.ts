import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import {
  realtimeLimits,
  type RealtimeError,
  type Resync,
  type SubscribeRequest,
} from '@orrery/contract/realtime/messages.ts';
import { ClientQueue } from '@orrery/inventory/live/client-queue.ts';
import type { LiveQueries } from '@orrery/inventory/live/live-queries.ts';
import type {
  AggregateSpec,
  LiveFrame,
  LiveQuery,
  ResumePoint,
  RowsSpec,
} from '@orrery/inventory/live/types.ts';
import type { QueryProblem } from '@orrery/inventory/query/ast.ts';
import { maySomewhere, type Principal } from '../authz/principal.ts';
import { viewerOf } from '../authz/viewer.ts';
import { liveScope } from '../inventory/live-scope.ts';
import type { Depth, Presenter } from '../inventory/presenter.ts';
import type { EncodedBody } from './encoded-body.ts';
import type { EncodedFrame, FrameEncoder } from './frame-encoder.ts';
import { TokenBucket } from './token-bucket.ts';

/** The way to one client; the gateway's socket, or a test's. */
export interface ClientTransport {
  /** Hands over a finished frame; `sent` is called when it has left this process. */
  write: (frame: EncodedFrame, sent: () => void) => void;
  resync: (message: Resync) => void;
  /** Called once when what was handed over so far has left. */
  onDrain: (drained: () => void) => void;
}

export interface ConnectionOptions {
  live: LiveQueries<Resource>;
  presenter: Presenter;
  encoder: FrameEncoder;
  transport: ClientTransport;
  principal: Principal;
  now: () => number;
}

/** A frame as the encoder of this connection has made it, or a refusal. */
type Reply = (reply: EncodedBody | RealtimeError) => void;

interface Subscription {
  query: LiveQuery<Resource>;
  /** What it was opened with, for the same under other rights. */
  request: SubscribeRequest;
  leave: () => void;
  /** Waits for the first frame; undefined once answered. */
  reply: ((first: LiveFrame<Resource>) => void) | undefined;
  /** Live query that the server put this one in the place of, and that the client has not been told of. */
  former: string | undefined;
  /** Several parts of the client follow it: none of them alone can have it replaced. */
  shared: boolean;
}

/** How a subscription begins. */
interface Beginning {
  reply?: (first: LiveFrame<Resource>) => void;
  resume?: ResumePoint | undefined;
  replaces?: Subscription | undefined;
  former?: string;
}

/** A page opens a few dozen subscriptions at once; a scrolling table moves its window a few times a second. */
const subscribeLimits = { burst: 100, perSecond: 20 };

/** One client's live queries: what it asked for, what it is sent, and what is held back while it is slow. */
export class ClientConnection {
  readonly #options: ConnectionOptions;
  readonly #queue: ClientQueue<Resource>;
  readonly #byId = new Map<string, Subscription>();
  readonly #bucket: TokenBucket;
  #principal: Principal;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#principal = options.principal;
    this.#bucket = new TokenBucket(subscribeLimits, options.now());
    this.#queue = new ClientQueue<Resource>({
      send: frame => this.#send(frame),
      sizeOf: frame => options.encoder.sizeOf(frame),
    });
  }

  get principal(): Principal {
    return this.#principal;
  }

  get subscriptions(): number {
    return this.#byId.size;
  }

  /** Frames were held back that it has not been given yet. */
  get behind(): boolean {
    return this.#queue.behind > 0;
  }

  get pendingBytes(): number {
    return this.#queue.pendingBytes;
  }

  subscribe(request: SubscribeRequest, reply: Reply): void {
    if (!this.#bucket.take(this.#options.now())) return reply(rateLimited);
    const query = this.#open(request);
    if ('code' in query) return reply(query);
    const answer = (first: LiveFrame<Resource>) => reply(this.#options.encoder.body(first));
    const held = this.#byId.get(query.id);
    if (held !== undefined) return this.#answerAgain(held, answer);
    const { resume, replaces } = request.type === 'rows' ? request : {};
    const old = this.#replaceable(replaces);
    if (old === undefined && this.#byId.size >= realtimeLimits.maxSubscriptions) return reply(tooMany);
    this.#follow(query, request, { reply: answer, resume: old ? undefined : resume, replaces: old });
  }

  unsubscribe(id: string): void {
    const held = this.#byId.get(id);
    if (held === undefined) return;
    this.#byId.delete(id);
    held.leave();
    this.#queue.remove(held.query);
  }

  /** RT-14. Other rights: each query gives way to the same under them, or is void and to be asked for anew. */
  rescope(principal: Principal): void {
    this.#principal = principal;
    for (const [id, held] of [...this.#byId]) {
      const query = this.#open(held.request);
      const same = 'code' in query || this.#byId.has(query.id) ? undefined : query;
      const old = this.#replaceable(id);
      if (same === undefined || old === undefined) this.#void(id, 'scope');
      else this.#follow(same, held.request, { replaces: old, former: id });
    }
  }

  /** The frames of all its queries up to now have been handed over. */
  get standing(): readonly LiveQuery<Resource>[] {
    return [...this.#byId.values()]
      .filter(({ reply, former }) => !reply && !former)
      .map(({ query }) => query);
  }

  close(): void {
    for (const id of [...this.#byId.keys()]) this.unsubscribe(id);
  }

  #open(request: SubscribeRequest): LiveQuery<Resource> | RealtimeError {
    const { permission } = resourceRegistry[request.topic].visibility;
    if (!maySomewhere(this.#principal, permission)) return denied(request.topic);
    const viewer = viewerOf(this.#principal, { project: request.project });
    const showing = { presenter: this.#options.presenter, depth: depthOf(request) };
    const opened = this.#options.live.open(specOf(request), liveScope(viewer, request.topic, showing));
    return opened.ok ? opened.query : invalid(opened.code, opened.problems);
  }

  /** RT-13: it has been answered, and is followed by this part of the client only. */
  #replaceable(id: string | undefined): Subscription | undefined {
    const held = id === undefined ? undefined : this.#byId.get(id);
    const fit = held?.query.spec.type === 'rows' && !held.reply && !held.former && !held.shared;
    return fit ? held : undefined;
  }

  #follow(query: LiveQuery<Resource>, request: SubscribeRequest, beginning: Beginning): void {
    const { reply, resume, replaces, former } = beginning;
    const subscription: Subscription = {
      query,
      request,
      leave: () => undefined,
      reply,
      former,
      shared: false,
    };
    this.#byId.set(query.id, subscription);
    if (resume !== undefined) this.#queue.resume(query, resume);
    if (replaces !== undefined) this.#queue.replace(replaces.query, query);
    const listener = (frame: LiveFrame<Resource>) => this.#queue.offer(query, frame);
    subscription.leave = query.attach(listener, {
      ...(resume && { resume }),
      ...(replaces && { replaces: replaces.query }),
    });
    if (replaces === undefined) return;
    // Not before: what the client holds of it is where the new one begins.
    this.#byId.delete(replaces.query.id);
    replaces.leave();
  }

  /** A second tab part asks the same: it is given what there is, and shares the stream. */
  #answerAgain(held: Subscription, reply: (first: LiveFrame<Resource>) => void): void {
    held.shared = true;
    const earlier = held.reply;
    const frame = held.query.snapshot();
    if (earlier === undefined && frame !== undefined) return reply(frame);
    held.reply = first => {
      earlier?.(first);
      reply(first);
    };
  }

  #send(frame: LiveFrame<Resource>): void {
    const subscription = this.#byId.get(frame.query);
    if (subscription === undefined) return;
    const { encoder, transport } = this.#options;
    const { reply, former } = subscription;
    if (reply !== undefined) {
      subscription.reply = undefined;
      reply(frame);
      const bytes = encoder.sizeOf(frame);
      transport.onDrain(() => this.#queue.drained(bytes));
      return;
    }
    subscription.former = undefined;
    // It fell so far behind that no delta leads on from what it holds.
    if (frame.type === 'snapshot') {
      this.unsubscribe(frame.query);
      return this.#tellVoid(former ?? frame.query, former === undefined ? 'slow' : 'scope');
    }
    const ends = former !== undefined && frame.type === 'delta' ? { ...frame, replaces: former } : frame;
    const encoded = encoder.encode(ends);
    transport.write(encoded, () => this.#queue.drained(encoded.bytes));
  }

  #void(id: string, reason: Resync['reason']): void {
    const former = this.#byId.get(id)?.former;
    this.unsubscribe(id);
    this.#tellVoid(former ?? id, reason);
  }

  #tellVoid(id: string, reason: Resync['reason']): void {
    this.#options.transport.resync({ type: 'resync', query: id, reason });
  }
}

/** Who asks for one resource by its id, whole, looks at that one. */
const depthOf = ({ type, q }: SubscribeRequest): Depth =>
  type === 'rows' && /^id:[^\s*,]+$/.test(q.trim()) ? 'detail' : 'list';

function specOf(request: SubscribeRequest): RowsSpec | AggregateSpec {
  const { topic, q } = request;
  if (request.type === 'rows') {
    const { sort, window, fields, sketch } = request;
    return { type: 'rows', topic, q, sort, window, fields, sketch };
  }
  return { type: 'aggregate', topic, q, groupBy: request.groupBy, sums: request.sums };
}

const refusal = (code: string, message: string): RealtimeError => ({
  type: 'error',
  code,
  message,
  diagnostics: [],
});

const rateLimited = refusal('rate.limited', 'Too many subscriptions at once; wait a second and try again');
const tooMany = refusal(
  'subscriptions.too-many',
  `At most ${realtimeLimits.maxSubscriptions} subscriptions a connection; end one first`,
);
const denied = (topic: ResourceKind): RealtimeError =>
  refusal('permission.denied', `Your role does not allow to see ${resourceRegistry[topic].collection}`);

export function invalid(code: string, problems: readonly QueryProblem[]): RealtimeError {
  const diagnostics = problems.map(({ from, to, message, suggestion }) => ({
    from,
    to,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  }));
  return { type: 'error', code, message: problems[0]?.message ?? code, diagnostics };
}
