import type { Fact, EventLog } from '@orrery/provider-kit/event-log.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { nativeIds } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { networkNative } from '../inventory/render-network.ts';
import { nativeOfContainer } from '../identity.ts';
import { familiarName } from '../map/image-name.ts';
import { isHelper, labelNames } from '../map/labels.ts';
import type { MovesUnderWay } from '../relocate/moves-under-way.ts';
import type { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import type { EngineReader } from './engine-reader.ts';
import type { EngineEvent } from './event-stream.ts';
import type { SwarmEvents } from './swarm-events.ts';
import { translateContainer, translateEnd, translateOther } from './translate.ts';

export interface EngineEventsOptions {
  backend: string;
  log: EventLog;
  creations: OwnCreations;
  moves: MovesUnderWay;
  swarm: SwarmEvents;
  /** A reading that an event asked for failed. */
  onError: (error: unknown) => void;
}

/** Takes an engine's events: reports each, and reads anew what it concerns. */
export class EngineEvents {
  readonly #reader: EngineReader;
  readonly #options: EngineEventsOptions;
  /** Containers that were told to end, and with which signal. */
  readonly #told = new Map<string, string>();

  constructor(reader: EngineReader, options: EngineEventsOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  take = (event: EngineEvent): void => {
    switch (event.type) {
      case 'container':
        return this.#container(event);
      case 'network':
        return this.#network(event);
      case 'volume':
        this.#report(event, 'volume', nativeIds.volume(this.#reader.record.name, event.id), event.id);
        return this.#run(this.#reader.volumes('event'));
      case 'image':
        return this.#run(this.#image(event));
      case 'service':
        return this.#options.swarm.service(event);
      case 'node':
        return this.#options.swarm.node(event);
    }
  };

  #run(work: Promise<void>): void {
    work.catch(this.#options.onError);
  }

  #container(event: EngineEvent): void {
    const { id, action, attributes } = event;
    if (isHelper(attributes)) return;
    this.#options.swarm.container(event);
    // Docker announces the image, too; Podman does not.
    if (action === 'commit') return this.#run(this.#reader.images('event'));
    const native = nativeOfContainer({ id, labels: attributes });
    const name = attributes['name'] ?? this.#reader.record.containers.get(id)?.name ?? id;
    if (action === 'kill') {
      this.#told.set(id, attributes['signal'] ?? '');
      return;
    }
    if (action === 'create')
      this.#options.creations.met(idOf(this.#options.backend, id), attributes[labelNames.operation]);
    const fact = action === 'die' ? this.#end(event) : translateContainer(event);
    if (action === 'start' || action === 'destroy') this.#told.delete(id);
    // What a move does to its containers is told once, by the move.
    if (fact && !this.#options.moves.has(native))
      this.#tell({ kind: 'instance', native, name, fact, at: event.at });
    this.#run(this.#reader.container(id, 'event'));
  }

  #end(event: EngineEvent): Fact {
    const signal = this.#told.get(event.id);
    this.#told.delete(event.id);
    return translateEnd(event, signal);
  }

  /** A container that is connected or disconnected has other addresses. */
  #network(event: EngineEvent): void {
    const { container } = event.attributes;
    this.#options.swarm.network(event);
    if (container !== undefined) return this.#run(this.#reader.container(container, 'event'));
    this.#run(this.#networkChanged(event));
  }

  /** What it is called here stands in its labels: one that is new is read before it is told. */
  async #networkChanged(event: EngineEvent): Promise<void> {
    const before = this.#reader.record.networks.get(event.id);
    await this.#reader.networks('event');
    const known = before ?? this.#reader.record.networks.get(event.id);
    const native = known ? networkNative(known) : nativeIds.network(event.id);
    this.#report(event, 'network', native, event.attributes['name'] ?? event.id);
  }

  /** A pull is announced under the reference, a deletion under the id. */
  async #image(event: EngineEvent): Promise<void> {
    const find = () =>
      [...this.#reader.record.images.values()].find(
        i => i.id === event.id || i.tags.includes(familiarName(event.id)),
      );
    const before = find();
    await this.#reader.images('event');
    const known = before ?? find();
    const name = event.attributes['name'] ?? known?.tags[0] ?? event.id;
    this.#report(event, 'image', nativeIds.image(known?.id ?? event.id), name);
  }

  #report(event: EngineEvent, kind: ProvidedKind, native: string, name: string): void {
    const fact = translateOther(event);
    if (fact) this.#tell({ kind, native, name, fact, at: event.at });
  }

  #tell(what: { kind: ProvidedKind; native: string; name: string; fact: Fact; at: string }): void {
    const { kind, native, name, fact, at } = what;
    const { backend, log } = this.#options;
    log.report({
      kind,
      id: idOf(backend, native),
      name,
      host: idOf(backend, this.#reader.record.name),
      fact,
      at,
    });
  }
}
