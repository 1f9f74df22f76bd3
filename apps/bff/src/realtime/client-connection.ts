import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import {
  realtimeLimits,
  type RealtimeError,
  type Resync,
  type SubscribeReply,
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
import type { Presenter } from '../inventory/presenter.ts';
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

type Reply = (reply: SubscribeReply | LiveFrame<Resource>) => void;

interface Subscription {
  query: LiveQuery<Resource>;
  leave: () => void;
  /** Waits for the first frame; undefined once answered. */
  reply: Reply | undefined;
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

  get pendingBytes(): number {
    return this.#queue.pendingBytes;
  }

  subscribe(request: SubscribeRequest, reply: Reply): void {
    if (!this.#bucket.take(this.#options.now())) return reply(rateLimited);
    const { permission } = resourceRegistry[request.topic].visibility;
    if (!maySomewhere(this.#principal, permission)) return reply(denied(request.topic));
    const viewer = viewerOf(this.#principal, { project: request.project });
    const scope = liveScope(viewer, request.topic, this.#options.presenter);
    const opened = this.#options.live.open(specOf(request), scope);
    if (!opened.ok) return reply(invalid(opened.code, opened.problems));
    const { query } = opened;
    const held = this.#byId.get(query.id);
    if (held !== undefined) return this.#answerAgain(held, reply);
    if (this.#byId.size >= realtimeLimits.maxSubscriptions) return reply(tooMany);
    this.#follow(query, { reply, resume: request.type === 'rows' ? request.resume : undefined });
  }

  unsubscribe(id: string): void {
    const held = this.#byId.get(id);
    if (held === undefined) return;
    this.#byId.delete(id);
    held.leave();
    this.#queue.remove(held.query);
  }

  /** Other rights: everything it holds is void, and is to be asked for anew (RT: scope). */
  rescope(principal: Principal): void {
    this.#principal = principal;
    for (const id of [...this.#byId.keys()]) this.#void(id, 'scope');
  }

  close(): void {
    for (const id of [...this.#byId.keys()]) this.unsubscribe(id);
  }

  #follow(query: LiveQuery<Resource>, first: { reply: Reply; resume: ResumePoint | undefined }): void {
    const subscription: Subscription = { query, leave: () => undefined, reply: first.reply };
    this.#byId.set(query.id, subscription);
    const { resume } = first;
    if (resume !== undefined) this.#queue.resume(query, resume);
    const listener = (frame: LiveFrame<Resource>) => this.#queue.offer(query, frame);
    subscription.leave = query.attach(listener, resume === undefined ? {} : { resume });
  }

  /** A second tab part asks the same: it is given what there is, and shares the stream. */
  #answerAgain(held: Subscription, reply: Reply): void {
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
    const { reply } = subscription;
    if (reply !== undefined) {
      subscription.reply = undefined;
      reply(frame);
      const bytes = encoder.sizeOf(frame);
      transport.onDrain(() => this.#queue.drained(bytes));
      return;
    }
    // It fell so far behind that no delta leads on from what it holds.
    if (frame.type === 'snapshot') return this.#void(frame.query, 'slow');
    const encoded = encoder.encode(frame);
    transport.write(encoded, () => this.#queue.drained(encoded.bytes));
  }

  #void(id: string, reason: Resync['reason']): void {
    this.unsubscribe(id);
    this.#options.transport.resync({ type: 'resync', query: id, reason });
  }
}

function specOf(request: SubscribeRequest): RowsSpec | AggregateSpec {
  const { topic, q } = request;
  if (request.type === 'rows') return { type: 'rows', topic, q, sort: request.sort, window: request.window };
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
