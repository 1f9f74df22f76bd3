/**
 * Live data. One connection a page; on it as many live queries as the page shows.
 *
 * ```ts
 * const connection = new LiveConnection();              // same origin, session cookie
 * connection.start();
 * const rows = connection.rows({ topic: 'instance', q: 'status:running', sort: '-cpu' });
 * rows.setWindow({ offset: 0, limit: 40 });             // what is on screen; more is held around it
 * rows.subscribe(() => draw(rows.getSnapshot()));       // order, total, age; rows by rows.row(id)
 * connection.status.subscribe(() => showAge(connection.status.getSnapshot()));
 * ```
 *
 * In a script: `new LiveConnection({ url: 'https://orrery.example', token: process.env.ORRERY_TOKEN })`.
 *
 * It reconnects by itself (full jitter), resumes every query where it stood, subscribes anew where that is no longer
 * possible, and says at any time how old the picture is. In React: `useSyncExternalStore(rows.subscribe, rows.getSnapshot)`.
 */
import { heartbeatSchema, helloSchema } from '@orrery/contract/realtime/messages.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { ConnectionState, ConnectionStatus } from './connection-status.ts';
import { type AggregateQuery, LiveAggregate } from './live-aggregate.ts';
import { LiveRows, type RowsQuery } from './live-rows.ts';
import { Observable, type Watchable } from './observable.ts';
import { platform as realPlatform, type Platform } from './platform.ts';
import { openSocket, type SocketLink, type SocketOptions } from './socket-link.ts';
import { Subscriptions } from './subscriptions.ts';

export interface LiveConnectionOptions extends SocketOptions {
  platform?: Platform;
  /** Replaced in tests. */
  openSocket?: (options: SocketOptions) => SocketLink;
}

/** Full jitter: uniform up to this, doubled with each failure. */
const backoff = { firstMs: 500, capMs: 10_000 };
const watchEveryMs = 1_000;
/** Heartbeats missed until it is called stale, and until the connection is given up. */
const staleAfterBeats = 1.8;
const deadAfterBeats = 4;
const defaultHeartbeatMs = 5_000;

export class LiveConnection {
  readonly status: Watchable<ConnectionStatus>;
  readonly #status: Observable<ConnectionStatus>;
  readonly #platform: Platform;
  readonly #link: SocketLink;
  readonly #subscriptions: Subscriptions;
  #heartbeatMs = defaultHeartbeatMs;
  #failures = 0;
  #started = false;
  #cancelRetry: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;
  #stopWaking: (() => void) | undefined;

  constructor(options: LiveConnectionOptions = {}) {
    this.#platform = options.platform ?? realPlatform;
    this.#status = new Observable<ConnectionStatus>({
      state: 'disconnected',
      since: this.#platform.now(),
      heardAt: null,
      oldestAsOf: null,
      clockOffset: 0,
      reason: null,
    });
    this.status = this.#status;
    this.#link = (options.openSocket ?? openSocket)(options);
    this.#subscriptions = new Subscriptions(this.#link, this.#platform);
    this.#listen();
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#failures = 0;
    this.#stopWaking = this.#platform.onWake(() => this.#woken());
    this.#watch();
    this.#connect();
  }

  stop(): void {
    this.#started = false;
    this.#cancelRetry?.();
    this.#cancelWatch?.();
    this.#stopWaking?.();
    this.#link.close();
    this.#subscriptions.disconnected();
    this.#enter('disconnected', null);
  }

  /** A live list. It is empty until `setWindow` says what is on screen. Close it when it is not needed any more. */
  rows<K extends ResourceKind>(query: RowsQuery<K>): LiveRows<K> {
    return new LiveRows(query, this.#subscriptions);
  }

  /** Live counts and sums, by group if asked. */
  aggregate(query: AggregateQuery): LiveAggregate {
    return new LiveAggregate(query, this.#subscriptions);
  }

  #listen(): void {
    const link = this.#link;
    link.on('connect', () => this.#connected());
    link.on('disconnect', reason => this.#lost(String(reason)));
    link.on('connect_error', error => this.#failed(error));
    link.on('hello', message => this.#heardHello(message));
    link.on('heartbeat', message => this.#heardBeat(message));
    link.on('delta', message => {
      this.#heard({});
      this.#subscriptions.delivered(message);
    });
    link.on('resync', message => {
      this.#heard({});
      this.#subscriptions.resync(message);
    });
  }

  #connect(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    if (!this.#started || this.#link.connected()) return;
    if (this.#status.getSnapshot().state !== 'disconnected' || this.#failures === 0)
      this.#enter('connecting', null);
    this.#link.connect();
  }

  #connected(): void {
    this.#failures = 0;
    this.#enter('connected', null);
    this.#heard({});
    this.#subscriptions.connected();
  }

  #lost(reason: string): void {
    this.#subscriptions.disconnected();
    if (!this.#started) return;
    this.#enter('disconnected', reason);
    this.#retry();
  }

  #failed(error: unknown): void {
    if (!this.#started) return;
    const reason = error instanceof Error ? error.message : String(error);
    if (isFinal(reason)) return this.#enter('refused', reason);
    this.#enter('disconnected', reason);
    this.#retry();
  }

  #retry(): void {
    const ceiling = Math.min(backoff.capMs, backoff.firstMs * 2 ** Math.min(this.#failures, 10));
    this.#failures++;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#platform.after(this.#platform.random() * ceiling, () => this.#connect());
  }

  /** Seen again after minutes or a night: what the timers missed is made up for at once. */
  #woken(): void {
    if (!this.#started) return;
    if (!this.#link.connected()) {
      this.#failures = 0;
      if (this.#status.getSnapshot().state !== 'refused') this.#connect();
      return;
    }
    this.#look();
  }

  #watch(): void {
    this.#cancelWatch = this.#platform.after(watchEveryMs, () => {
      this.#look();
      this.#watch();
    });
  }

  /** Silence is noticed here: a socket that is open says nothing about whether anybody is there. */
  #look(): void {
    const { state, heardAt } = this.#status.getSnapshot();
    if (heardAt === null || !this.#link.connected()) return;
    const silentMs = this.#platform.now() - heardAt;
    if (silentMs > this.#heartbeatMs * deadAfterBeats) {
      this.#link.close();
      this.#lost('The server fell silent');
    } else if (silentMs > this.#heartbeatMs * staleAfterBeats && state === 'connected') {
      this.#enter('stale', 'The server is silent');
    }
  }

  #heardHello(message: unknown): void {
    const hello = helloSchema.safeParse(message);
    if (!hello.success) return;
    this.#heartbeatMs = hello.data.heartbeatSeconds * 1000;
    this.#heard({ clockOffset: Date.parse(hello.data.now) - this.#platform.now() });
  }

  #heardBeat(message: unknown): void {
    const beat = heartbeatSchema.safeParse(message);
    if (!beat.success) return;
    const { now, oldestAsOf } = beat.data;
    this.#heard({ clockOffset: Date.parse(now) - this.#platform.now(), oldestAsOf });
    this.#subscriptions.standing(beat.data.queries);
  }

  #heard(more: Partial<Pick<ConnectionStatus, 'clockOffset' | 'oldestAsOf'>>): void {
    const before = this.#status.getSnapshot();
    const now = this.#platform.now();
    // Those who watch the status care for seconds, not for each of a hundred deltas.
    const quiet =
      Object.keys(more).length === 0 && before.state === 'connected' && now - (before.heardAt ?? 0) < 500;
    if (quiet) return;
    const back = before.state === 'stale' ? { state: 'connected' as const, since: now, reason: null } : {};
    this.#status.set({ ...before, ...more, ...back, heardAt: now });
  }

  #enter(state: ConnectionState, reason: string | null): void {
    const before = this.#status.getSnapshot();
    if (before.state === state && before.reason === reason) return;
    const since = before.state === state ? before.since : this.#platform.now();
    this.#status.set({ ...before, state, since, reason });
  }
}

/** Trying again would change nothing: log in, or load the page that belongs to the server's version. */
const isFinal = (reason: string): boolean =>
  reason === 'session.required' || reason === 'protocol.unsupported';
