import type { Duplex } from 'node:stream';
import { Connection, type ConnectOptions } from '@orrery/libvirt/connection.ts';
import { CallTimeoutError } from '@orrery/libvirt/errors.ts';
import { getHostname } from '@orrery/libvirt/procedures/connect.ts';
import { SupervisedConnection } from '@orrery/libvirt/supervised-connection.ts';
import { type Listener, reach } from '@orrery/libvirt/transport/reach.ts';
import { parseLibvirtUri } from '@orrery/libvirt/uri.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { ProviderContext } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { addressOf, connectOptions, type HostSettings } from '../settings.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { JobEvents } from '../migration/job-events.ts';
import { type HostRecord, newHostRecord, pickVolume } from './facts.ts';
import { HostEvents } from './host-events.ts';
import { HostReader } from './host-reader.ts';
import { Meter } from './meter.ts';
import { PartHealth } from '@orrery/provider-kit/part-health.ts';
import { readHostFacts } from './read-host.ts';
import { repeat } from '@orrery/provider-kit/repeat.ts';

const metricsEveryMs = 2_000;
/** What libvirt has no events for: autostart, snapshots, volumes, leases. */
const sweepEveryMs = 20_000;
/** The net behind everything: all descriptions anew. */
const relistEveryMs = 300_000;
/** A silent daemon counts as lost after 4.5 s: two pings without an answer. */
const keepalive = { intervalMs: 1_500, count: 2 };
const backoff = { baseMs: 300, capMs: 5_000 };
const greetingDeadlineMs = 5_000;
const readDeadlineMs = 15_000;
/** Figures that came too late this often in a row: the daemon hangs though it answers pings. */
const lateLimit = 3;

export interface HostLinkOptions {
  context: ProviderContext;
  settings: HostSettings;
  inventory: ClusterInventory;
  events: EventLog;
  jobs: JobEvents;
}

interface Live {
  connection: Connection;
  reader: HostReader;
  events: HostEvents;
}

/** One libvirt host: its connection for watching, another for work, and what is known of it. */
export class HostLink {
  readonly #options: HostLinkOptions;
  readonly #health: PartHealth;
  readonly #connectOptions: ConnectOptions;
  readonly #supervised: SupervisedConnection;
  readonly #address: string;
  #live: Live | null = null;
  #record: HostRecord | null = null;
  #work: Promise<Connection> | null = null;
  #ends: (() => void)[] = [];
  #reason = 'not connected yet';
  #sink: InventorySink | null = null;
  #late = 0;
  /** It will not come back by itself. */
  stopped = false;
  #resolveTried = () => {};
  /** Settled once the first attempt has succeeded or failed. */
  readonly tried = new Promise<void>(resolve => {
    this.#resolveTried = resolve;
  });

  constructor(options: HostLinkOptions) {
    this.#options = options;
    const { context, settings } = options;
    this.#address = addressOf(settings);
    this.#health = new PartHealth(settings.name ?? this.#address, this.#address);
    this.#connectOptions = {
      ...connectOptions(settings),
      clock: context.clock,
      keepalive,
      greetingDeadlineMs,
      connectTimeoutMs: greetingDeadlineMs,
      onListenerError: error =>
        context.log('error', 'A libvirt event could not be taken', { error: String(error) }),
    };
    this.#supervised = new SupervisedConnection({
      clock: context.clock,
      random: context.random,
      backoff,
      open: signal => Connection.open(settings.uri, { ...this.#connectOptions, signal }),
      onUp: (connection, signal) => this.#up(connection, signal),
      onDown: (reason, retryInMs) => this.#down(reason, retryInMs),
    });
  }

  get record(): HostRecord | null {
    return this.#record;
  }

  get name(): string {
    return this.#health.name;
  }

  get settings(): HostSettings {
    return this.#options.settings;
  }

  /** What it takes to act here; throws when the host is out of reach. */
  get live(): Live {
    if (!this.#live) {
      // Tenants read it: which host it is, and why, stands in its health.
      throw new ProviderError('backend.unavailable', 'Its host is out of reach now', {
        cause: new Error(`${this.name}: ${this.#reason}`),
      });
    }
    return this.#live;
  }

  hasVolume(native: string): boolean {
    return this.#record !== null && pickVolume(this.#record, native) !== undefined;
  }

  start(sink: InventorySink): void {
    this.stopped = false;
    this.#sink = sink;
    this.#health.open(sink);
    this.#health.report('connecting', null, this.#record);
    this.#supervised.start();
  }

  stop(): void {
    this.stopped = true;
    this.#sink = null;
    this.#health.open(null);
    this.#leave();
    this.#supervised.stop();
    this.#resolveTried();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    if (!this.#live) return;
    await this.#live.reader.list(signal);
    this.#options.inventory.list(this.#live.reader.record);
  }

  /** A connection of its own for actions: a long one must not hold up the watching. */
  work(): Promise<Connection> {
    void this.live;
    this.#work ??= this.#openWork();
    return this.#work;
  }

  /** One more, for streams of bytes: whoever asks for it closes it. */
  dedicated(signal: AbortSignal): Promise<Connection> {
    void this.live;
    return Connection.open(this.#options.settings.uri, { ...this.#connectOptions, signal });
  }

  /** Something else that listens on this host, such as a screen. */
  reach(listener: Listener, signal: AbortSignal): Promise<Duplex> {
    return reach(parseLibvirtUri(this.#options.settings.uri), { ...this.#connectOptions, signal }, listener);
  }

  async #openWork(): Promise<Connection> {
    try {
      const connection = await Connection.open(this.#options.settings.uri, this.#connectOptions);
      connection.onClose(() => {
        this.#work = null;
      });
      return connection;
    } catch (error) {
      this.#work = null;
      throw error;
    }
  }

  async #up(connection: Connection, signal: AbortSignal): Promise<void> {
    const { context, inventory, events: log } = this.#options;
    const { clock } = context;
    const options = { signal, deadlineMs: readDeadlineMs };
    const name = await connection.call(getHostname, undefined, options);
    const facts = await readHostFacts(connection, { asOf: isoNow(clock), source: 'poll' }, options);
    const record = this.#take(name, facts);
    const reader = new HostReader({
      record,
      connection,
      now: () => isoNow(clock),
      changed: () => inventory.changed(name),
    });
    const onError = (error: unknown) => this.#trouble(error);
    const events = new HostEvents(connection, reader, {
      backend: context.backend,
      clock,
      log,
      jobs: this.#options.jobs,
      onError,
    });
    await events.subscribe(options);
    await reader.list(signal);
    this.#live = { connection, reader, events };
    this.#arrived(record, connection);
    this.#follow(connection, reader);
  }

  #take(name: string, facts: HostRecord['facts']): HostRecord {
    const { inventory } = this.#options;
    const taken = inventory.hosts.get(name);
    if (taken && taken !== this.#record) {
      throw new Error(
        `its daemon says that it is ${name}, as another one here does; each host needs a name of its own`,
      );
    }
    const record = taken ?? newHostRecord(name, this.#address, facts);
    record.facts = facts;
    this.#record = record;
    inventory.hosts.set(name, record);
    this.#health.know(name);
    return record;
  }

  #arrived(record: HostRecord, connection: Connection): void {
    const { context, inventory } = this.#options;
    const wasLost = record.lost !== null;
    record.lost = null;
    record.lastSeenAt = isoNow(context.clock);
    record.latencyMs = connection.latencyMs;
    inventory.list(record);
    this.#health.report('up', null, this.#record);
    this.#sink?.about({ version: record.facts.version });
    if (wasLost) this.#tell('host.back', 'info', 'The host answers again');
    this.#late = 0;
    this.#resolveTried();
  }

  /** The slow and the fast rounds while the connection stands. */
  #follow(connection: Connection, reader: HostReader): void {
    const { context, inventory } = this.#options;
    const meter = new Meter(context.backend, context.clock);
    const measure = async () => {
      const samples = await meter.measure(connection, reader);
      this.#late = 0;
      reader.record.lastSeenAt = isoNow(context.clock);
      this.#sink?.metrics(samples);
      this.#health.report('up', null, this.#record);
      inventory.flush();
    };
    const round = (everyMs: number, run: () => Promise<void>) =>
      repeat({ clock: context.clock, everyMs, run, onError: error => this.#trouble(error) });
    this.#ends = [
      round(metricsEveryMs, measure),
      round(sweepEveryMs, () => reader.sweep()),
      round(relistEveryMs, () => this.refresh(new AbortController().signal)),
    ];
    measure().catch((error: unknown) => this.#trouble(error));
  }

  #trouble(error: unknown): void {
    if (!this.#live || this.#live.connection.closed) return;
    this.#options.context.log('warn', `Host ${this.name} could not be read`, { error: String(error) });
    if (error instanceof CallTimeoutError && ++this.#late >= lateLimit) this.#live.connection.close();
  }

  #down(reason: unknown, retryInMs: number): void {
    const { context, inventory } = this.#options;
    this.#reason = reason instanceof Error ? reason.message : String(reason);
    const wasUp = this.#live !== null;
    this.#leave();
    if (this.#record) {
      this.#record.lost = this.#reason;
      inventory.changed(this.#record.name);
      inventory.flush();
    }
    this.#health.report('down', this.#reason, this.#record);
    if (wasUp) this.#tell('host.lost', 'error', `The host does not answer: ${this.#reason}`);
    context.log('debug', `Host ${this.name} is out of reach; next try in ${retryInMs} ms`, {
      reason: this.#reason,
    });
    this.#resolveTried();
  }

  #leave(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#live = null;
    const work = this.#work;
    this.#work = null;
    work?.then(connection => connection.close()).catch(() => {});
  }

  #tell(type: 'host.lost' | 'host.back', severity: 'info' | 'error', message: string): void {
    const host = { id: idOf(this.#options.context.backend, this.name), name: this.name };
    this.#options.events.reportHost(host, { type, severity, message });
  }
}
