import type { Clock } from '@orrery/provider-kit/clock.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { FactSource } from '@orrery/contract/resources/base.ts';
import { type RawMembership, type RawNode, type RawService, type RawTask, troubleOf } from '../map/swarm.ts';
import { readNode, readService } from '../map/swarm.ts';
import type { EngineApi } from './engine-api.ts';
import type { HostRecord } from './facts.ts';
import type { SwarmFacts } from './swarm-facts.ts';

/** No event tells how tasks fare: after a change they are asked for each second, until nothing has changed for so long. */
const restlessMs = 10_000;

/** Between the engines of a backend: managers hear nothing of tasks on other nodes, workers nothing of the swarm. */
export class SwarmNews {
  readonly #readers = new Set<SwarmReader>();

  join(reader: SwarmReader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /** A task has begun or ended somewhere. */
  tasks(): void {
    for (const reader of this.#readers) reader.stir();
  }

  /** Who is a member, or what it is, has changed: each asks its own engine. */
  members(): void {
    for (const reader of this.#readers) reader.look();
  }
}

interface SwarmReaderOptions {
  clock: Clock;
  changed: () => void;
  onError: (error: unknown) => void;
}

/** Reads what an engine is to its swarm, and from a manager all that it knows of it. */
export class SwarmReader {
  readonly #record: HostRecord;
  readonly #api: EngineApi;
  readonly #options: SwarmReaderOptions;
  #restlessUntil = 0;
  #looking = false;
  /** One reading after the other, so that none brings older news than the one before. */
  #last: Promise<void> = Promise.resolve();

  constructor(record: HostRecord, api: EngineApi, options: SwarmReaderOptions) {
    this.#record = record;
    this.#api = api;
    this.#options = options;
  }

  stir(): void {
    this.#restlessUntil = this.#options.clock.now() + restlessMs;
  }

  look(): void {
    this.#looking = true;
    this.stir();
  }

  /** Once a second. */
  async round(): Promise<void> {
    if (this.#options.clock.now() >= this.#restlessUntil) return;
    if (this.#looking || this.#record.swarm !== null) await this.read(this.#looking ? 'poll' : 'event');
  }

  /** `event`: of a swarm that is known to be managed here; else the engine is asked first what it is. */
  read(source: FactSource): Promise<void> {
    const reading = this.#last.then(() => this.#read(source));
    this.#last = reading.catch(() => undefined);
    return reading;
  }

  async #read(source: FactSource): Promise<void> {
    this.#looking = false;
    const [member, id] = source === 'poll' ? await this.#membership() : this.#known();
    const swarm = id === null ? null : await this.#swarm(id, source);
    const before = printOf(this.#record);
    this.#record.member = member;
    this.#record.swarm = swarm;
    if (printOf(this.#record) === before) return;
    this.stir();
    this.#options.changed();
  }

  /** For event handlers, which wait for nothing. */
  readSoon(source: FactSource): void {
    this.read(source).catch(this.#options.onError);
  }

  #known(): [string | null, string | null] {
    return [this.#record.member, this.#record.swarm?.id ?? null];
  }

  async #membership(): Promise<[string | null, string | null]> {
    const { Swarm } = await this.#api.get<{ Swarm?: RawMembership }>('/info');
    if (Swarm?.LocalNodeState !== 'active') return [null, null];
    return [Swarm.NodeID ?? null, Swarm.ControlAvailable ? (Swarm.Cluster?.ID ?? null) : null];
  }

  async #swarm(id: string, source: FactSource): Promise<SwarmFacts> {
    const [nodes, services] = await Promise.all([
      this.#api.get<RawNode[]>('/nodes'),
      this.#api.get<RawService[]>('/services', { status: true }),
    ]);
    const lacking = services.filter(service => {
      const { wanted, running } = readService(service, null);
      return running < wanted;
    });
    const tasks = lacking.length === 0 ? [] : await this.#tasks(lacking.map(({ ID }) => ID));
    return {
      id,
      asOf: isoNow(this.#options.clock),
      source,
      nodes: new Map(nodes.map(node => [node.ID, readNode(node)])),
      services: services
        .map(service => readService(service, troubleOf(service.ID, tasks)))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  #tasks(services: readonly string[]): Promise<RawTask[]> {
    return this.#api.get<RawTask[]>('/tasks', { filters: JSON.stringify({ service: services }) });
  }
}

function printOf({ member, swarm }: HostRecord): string {
  return JSON.stringify([member, swarm && [swarm.id, [...swarm.nodes.values()], swarm.services]]);
}
