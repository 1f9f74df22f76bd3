import { backoffMs } from '@orrery/provider-kit/backoff.ts';
import { isoNow, pause } from '@orrery/provider-kit/clock.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import { PartHealth } from '@orrery/provider-kit/part-health.ts';
import type { ProviderContext } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { repeat } from '@orrery/provider-kit/repeat.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { FleetInventory } from '../inventory/inventory.ts';
import type { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import type { MovesUnderWay } from '../relocate/moves-under-way.ts';
import { addressOf, endpointOf, type EngineSettings } from '../settings.ts';
import { EngineApi } from './engine-api.ts';
import { EngineError } from './engine-error.ts';
import { EngineEvents } from './engine-events.ts';
import { EngineReader } from './engine-reader.ts';
import { EventCursor, followEvents } from './event-stream.ts';
import { type HostRecord, newHostRecord } from './facts.ts';
import { Meter } from './meter.ts';
import { SwarmEvents } from './swarm-events.ts';
import { SwarmReader } from './swarm-reader.ts';
import { askEngine, type EngineAnswer } from './ask-engine.ts';

const pingEveryMs = 2_000;
/** Two pings in a row without an answer within this: the engine hangs, though its connections stand. */
const pingDeadlineMs = 2_500;
const lateLimit = 2;
const measureEveryMs = 1_000;
const sweepEveryMs = 30_000;
const swarmEveryMs = 1_000;
/** Sizes of volumes: the engine reads every file of them. */
const sizesEveryMs = 900_000;
const firstSizesMs = 20_000;
const backoff = { baseMs: 300, capMs: 5_000 };
/** A connection that stood so long starts the pauses anew. */
const steadyMs = 10_000;
/** Connections for watching: the stream of events, a few readings, the meter. */
const watchSockets = 12;

export interface EngineLinkOptions {
  context: ProviderContext;
  settings: EngineSettings;
  inventory: FleetInventory;
  events: EventLog;
  creations: OwnCreations;
  moves: MovesUnderWay;
}

interface Live {
  /** For work; not the one that watches: an action that waits must not hold up the watching. */
  work: EngineApi;
  reader: EngineReader;
  swarm: SwarmReader;
}

interface Watching {
  api: EngineApi;
  reader: EngineReader;
  swarm: SwarmReader;
}

/** One engine: its connections, and what is known of it. */
export class EngineLink {
  readonly #options: EngineLinkOptions;
  readonly #address: string;
  readonly #health: PartHealth;
  readonly #cursor = new EventCursor();
  readonly #stopping = new AbortController();
  #live: Live | null = null;
  #record: HostRecord | null = null;
  #reason = 'not connected yet';
  #sink: InventorySink | null = null;
  #resolveTried = () => {};
  /** Settled once the first attempt has succeeded or failed. */
  readonly tried = new Promise<void>(resolve => {
    this.#resolveTried = resolve;
  });

  constructor(options: EngineLinkOptions) {
    this.#options = options;
    this.#address = addressOf(options.settings);
    this.#health = new PartHealth(options.settings.name ?? this.#address, this.#address);
  }

  get record(): HostRecord | null {
    return this.#record;
  }

  get name(): string {
    return this.#health.name;
  }

  /** What it takes to act here; throws when the engine is out of reach. */
  get live(): Live {
    if (this.#live) return this.#live;
    // Tenants read it: which host it is, and why, stands in its health.
    throw new ProviderError('backend.unavailable', 'Its host is out of reach now', {
      cause: new Error(`${this.name}: ${this.#reason}`),
    });
  }

  start(sink: InventorySink): void {
    this.#sink = sink;
    this.#health.open(sink);
    this.#health.report('connecting', null, this.#record);
    void this.#stayConnected(this.#stopping.signal);
  }

  stop(): void {
    this.#sink = null;
    this.#health.open(null);
    this.#stopping.abort(new Error('The provider was stopped'));
    this.#resolveTried();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    if (!this.#live) return;
    const { reader } = this.#live;
    await reader.list('all', signal);
    this.#options.inventory.list(reader.record);
  }

  async #stayConnected(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#options.context;
    let attempt = 0;
    while (!signal.aborted) {
      const began = clock.now();
      const reason = await this.#session(signal).catch((error: unknown) => reasonOf(error));
      if (signal.aborted) return;
      attempt = clock.now() - began > steadyMs ? 0 : attempt + 1;
      const restMs = backoffMs(attempt, random, backoff);
      this.#down(reason, restMs);
      await pause(clock, restMs, signal).catch(() => undefined);
    }
  }

  /** One connection from its beginning to its end; answers why it ended. */
  async #session(stopping: AbortSignal): Promise<string> {
    const endpoint = endpointOf(this.#options.settings);
    const [watch, work] = [new EngineApi(endpoint, watchSockets), new EngineApi(endpoint, Infinity)];
    const ending = new AbortController();
    const signal = AbortSignal.any([stopping, ending.signal]);
    const ends: (() => void)[] = [];
    try {
      const answer = await askEngine(watch, this.#options.context.clock, { signal });
      const record = this.#take(answer);
      const reader = this.#readerOf(record, watch);
      const swarm = this.#swarmOf(record, watch);
      const { ended } = await this.#follow(watch, { reader, swarm }, signal);
      await reader.list(record.lost === null ? 'all' : 'changed', signal);
      await swarm.read('poll').catch((error: unknown) => this.#logTrouble(error));
      this.#live = { work, reader, swarm };
      this.#arrived(record, answer.latencyMs);
      ends.push(this.#options.inventory.swarmNews.join(swarm));
      const watching = { api: watch, reader, swarm };
      const lost = new Promise<string>(resolve => ends.push(...this.#rounds(watching, resolve)));
      const stopped = new Promise<string>(resolve => {
        signal.addEventListener('abort', () => resolve('stopped'), { once: true });
      });
      return await Promise.race([ended, lost, stopped]);
    } finally {
      this.#live = null;
      for (const end of ends) end();
      ending.abort();
      watch.close();
      work.close();
    }
  }

  #readerOf(record: HostRecord, api: EngineApi): EngineReader {
    const { context, inventory } = this.#options;
    return new EngineReader(record, api, {
      now: () => isoNow(context.clock),
      changed: change => inventory.changed(record.name, change),
    });
  }

  #swarmOf(record: HostRecord, api: EngineApi): SwarmReader {
    const { context, inventory } = this.#options;
    return new SwarmReader(record, api, {
      clock: context.clock,
      changed: () => inventory.changed(record.name, 'host'),
      onError: error => this.#trouble(error),
    });
  }

  /** Events first, lists afterwards: nothing falls between them. */
  async #follow(api: EngineApi, readers: { reader: EngineReader; swarm: SwarmReader }, signal: AbortSignal) {
    const { context, events: log, creations, moves, inventory } = this.#options;
    const { backend } = context;
    const onError = (error: unknown) => this.#trouble(error);
    const swarm = new SwarmEvents(readers.swarm, { backend, log, inventory, record: readers.reader.record });
    const events = new EngineEvents(readers.reader, { backend, log, creations, moves, swarm, onError });
    const following = { cursor: this.#cursor, onEvent: events.take, options: { signal } };
    return followEvents(api, following);
  }

  #take({ facts, nanos }: EngineAnswer): HostRecord {
    const { inventory, settings } = this.#options;
    const name = settings.name ?? facts.engineName;
    const taken = inventory.hosts.get(name);
    if (taken && taken !== this.#record) {
      throw new Error(
        `another engine here is called ${name} too; give each a name of its own in its settings`,
      );
    }
    const record = taken ?? newHostRecord(name, this.#address, facts);
    record.facts = facts;
    this.#record = record;
    this.#cursor.begin(nanos);
    inventory.hosts.set(name, record);
    this.#health.know(name);
    return record;
  }

  #arrived(record: HostRecord, latencyMs: number): void {
    const { context, inventory } = this.#options;
    const wasLost = record.lost !== null;
    record.lost = null;
    record.lastSeenAt = isoNow(context.clock);
    record.latencyMs = latencyMs;
    inventory.list(record);
    this.#health.report('up', null, this.#record);
    this.#sink?.about({ version: record.facts.version });
    if (wasLost) this.#tell('host.back', 'info', 'The engine answers again');
    this.#resolveTried();
  }

  /** What goes on while the connection stands; `lose` ends it. */
  #rounds({ api, reader, swarm }: Watching, lose: (reason: string) => void): (() => void)[] {
    const { context } = this.#options;
    const { clock } = context;
    const meter = new Meter(context.backend, clock);
    const { signal } = this.#stopping;
    const onError = (error: unknown) => this.#trouble(error);
    const ping = async () => {
      for (let late = 0; late < lateLimit; late++) if (await this.#ping(api, reader.record)) return;
      lose('it does not answer, though its connection stands');
    };
    const measure = async () => {
      const samples = await meter.measure(api, reader.record);
      if (samples.length > 0) this.#sink?.metrics(samples);
    };
    const sizes = () => reader.volumeSizes(signal);
    const sweep = async () => {
      await reader.sweep(signal);
      await swarm.read('poll');
    };
    return [
      repeat({ clock, everyMs: pingEveryMs, run: ping, onError: error => lose(reasonOf(error)) }),
      repeat({ clock, everyMs: measureEveryMs, run: measure, onError }),
      repeat({ clock, everyMs: sweepEveryMs, run: sweep, onError }),
      repeat({ clock, everyMs: swarmEveryMs, run: () => swarm.round(), onError }),
      clock.after(firstSizesMs, () => void sizes().catch(onError)),
      repeat({ clock, everyMs: sizesEveryMs, run: sizes, onError }),
    ];
  }

  /** False when there was no answer in time. */
  async #ping(api: EngineApi, record: HostRecord): Promise<boolean> {
    const { clock } = this.#options.context;
    const began = clock.now();
    try {
      await api.get('/_ping', {}, { deadlineMs: pingDeadlineMs });
    } catch (error) {
      if (error instanceof EngineError && error.kind === 'late') return false;
      throw error;
    }
    record.latencyMs = clock.now() - began;
    record.lastSeenAt = isoNow(clock);
    this.#health.report('up', null, this.#record);
    return true;
  }

  #trouble(error: unknown): void {
    if (this.#live && !this.#stopping.signal.aborted) this.#logTrouble(error);
  }

  #logTrouble(error: unknown): void {
    this.#options.context.log('warn', `Engine ${this.name} could not be read`, { error: String(error) });
  }

  #down(reason: string, retryInMs: number): void {
    const { context, inventory } = this.#options;
    const wasUp = this.#record !== null && this.#record.lost === null && this.#record.lastSeenAt !== null;
    this.#reason = reason;
    if (this.#record) {
      this.#record.lost = reason;
      inventory.changed(this.#record.name, 'host');
      inventory.flush();
    }
    this.#health.report('down', reason, this.#record);
    if (wasUp) this.#tell('host.lost', 'error', `The engine does not answer: ${reason}`);
    context.log('debug', `Engine ${this.name} is out of reach; next try in ${retryInMs} ms`, { reason });
    this.#resolveTried();
  }

  #tell(type: 'host.lost' | 'host.back', severity: 'info' | 'error', message: string): void {
    const host = { id: idOf(this.#options.context.backend, this.name), name: this.name };
    this.#options.events.reportHost(host, { type, severity, message });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
