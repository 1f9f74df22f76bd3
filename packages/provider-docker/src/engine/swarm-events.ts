import type { EventLog, Fact } from '@orrery/provider-kit/event-log.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { FleetInventory } from '../inventory/inventory.ts';
import { speaksForSwarm } from '../inventory/seats.ts';
import { taskLabels } from '../map/labels.ts';
import type { EngineEvent } from './event-stream.ts';
import type { HostRecord } from './facts.ts';
import type { SwarmReader } from './swarm-reader.ts';

/** What an engine makes when it joins a swarm, and gives back when it leaves. */
const swarmNetworks = new Set(['ingress', 'docker_gwbridge']);

const info = (type: string, message: string): Fact => ({ type, severity: 'info', message });

/** Null for what is only the swarm's own keeping of accounts: an update that has changed nothing for people. */
export function translateService({ action, attributes }: EngineEvent): Fact | null {
  const name = attributes['name'] ?? '?';
  const [was, is] = [attributes['replicas.old'], attributes['replicas.new']];
  if (is !== undefined && was !== undefined)
    return info('cluster.service-scaled', `Service ${name} was scaled from ${was} to ${is}`);
  switch (action) {
    case 'create':
      return info('cluster.service-created', `Service ${name} was made`);
    case 'remove':
      return info('cluster.service-deleted', `Service ${name} was deleted`);
    default:
      return attributes['updatestate.new'] === 'updating'
        ? info('cluster.service-changed', `Service ${name} is being brought up to date`)
        : null;
  }
}

export function translateNode({ attributes }: EngineEvent): Fact | null {
  const [was, is] = [attributes['availability.old'], attributes['availability.new']];
  if (is === 'drain') return info('host.maintenance-entered', 'Its swarm drains it');
  if (was === 'drain') return info('host.maintenance-left', 'Its swarm gives it tasks again');
  return null;
}

interface SwarmEventsOptions {
  backend: string;
  log: EventLog;
  inventory: FleetInventory;
  record: HostRecord;
}

/** Takes what of an engine's events concerns its swarm. */
export class SwarmEvents {
  readonly #reader: SwarmReader;
  readonly #options: SwarmEventsOptions;

  constructor(reader: SwarmReader, options: SwarmEventsOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  service(event: EngineEvent): void {
    const { record } = this.#options;
    const fact = translateService(event);
    if (fact && this.#speaks()) {
      const name = record.seat.clusterName;
      this.#tell(event, { kind: 'cluster', id: this.#id(record.seat.cluster), name, host: null, fact });
    }
    this.#reader.stir();
    this.#reader.readSoon('event');
  }

  node(event: EngineEvent): void {
    const fact = translateNode(event);
    const host = [...this.#options.inventory.hosts.values()].find(({ member }) => member === event.id);
    if (fact && host && this.#speaks()) {
      const id = this.#id(host.name);
      this.#tell(event, { kind: 'host', id, name: host.name, host: id, fact });
    }
    this.#options.inventory.swarmNews.members();
    this.#reader.readSoon('poll');
  }

  container({ attributes }: EngineEvent): void {
    if (taskLabels.some(label => attributes[label])) this.#options.inventory.swarmNews.tasks();
  }

  network({ attributes }: EngineEvent): void {
    if (!swarmNetworks.has(attributes['name'] ?? '')) return;
    this.#reader.look();
    this.#reader.readSoon('poll');
  }

  #id(native: string): string {
    return idOf(this.#options.backend, native);
  }

  #speaks(): boolean {
    const { inventory, record } = this.#options;
    return speaksForSwarm(inventory.hosts.values(), record);
  }

  #tell(event: EngineEvent, what: Omit<Parameters<EventLog['report']>[0], 'at'>): void {
    this.#options.log.report({ ...what, at: event.at });
  }
}
