import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { Publisher } from '@orrery/provider-kit/publisher.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { Change } from '../engine/engine-reader.ts';
import type { HostRecord, ImageFacts } from '../engine/facts.ts';
import { SwarmNews } from '../engine/swarm-reader.ts';
import { nativeOfContainer } from '../identity.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { MovedInstances } from './moved.ts';
import { renderHost, renderImage, renderPools, renderVolume, usersByVolume } from './render.ts';
import { renderClusters } from './render-cluster.ts';
import { renderInstance } from './render-instance.ts';
import { renderNetworks } from './render-network.ts';
import { seat } from './seats.ts';

/** The kinds that an engine's list is complete of. */
const hostKinds: ProvidedKind[] = ['host', 'instance', 'storage-pool', 'volume'];
/** What belongs to all engines that have it. */
const wholeKinds: ProvidedKind[] = ['cluster', 'network', 'image'];

/** What of one engine has to be told anew. */
interface Dirt {
  containers: Set<string>;
  /** Volumes or networks have come or gone: containers refer to them. */
  all: boolean;
}

export interface InventoryOptions {
  backend: string;
  backendName: string;
  /** How many engines there are to be. */
  engines: number;
  now: () => string;
}

/** All engines of a backend, and what of them the sink has been told. */
export class FleetInventory {
  readonly hosts = new Map<string, HostRecord>();
  readonly swarmNews = new SwarmNews();
  readonly #options: InventoryOptions;
  readonly #publisher = new Publisher();
  readonly #moved: MovedInstances;
  readonly #dirty = new Map<string, Dirt>();
  #imagesDirty = false;
  #scheduled = false;

  constructor(options: InventoryOptions) {
    this.#options = options;
    this.#moved = new MovedInstances(options.backend, this.hosts);
  }

  open(sink: InventorySink): void {
    this.#publisher.open(sink);
  }

  close(): void {
    this.#publisher.open(null);
    this.#dirty.clear();
  }

  /** Something of an engine has changed: what differs from what was told goes out in this turn of the event loop. */
  changed(host: string, change: Change | 'host'): void {
    const dirt = this.#dirt(host);
    if (typeof change === 'object') dirt.containers.add(change.container);
    else if (change === 'images') this.#imagesDirty = true;
    else if (change !== 'host') dirt.all = true;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }

  flush(): void {
    this.#moved.look();
    this.#seat();
    for (const [name, dirt] of [...this.#dirty]) {
      this.#dirty.delete(name);
      const host = this.hosts.get(name);
      if (host) this.#tell(host, dirt);
    }
    this.#moved.tell(this.#publisher);
    this.#tellWhole();
  }

  #dirt(host: string): Dirt {
    const dirt = this.#dirty.get(host) ?? { containers: new Set(), all: false };
    this.#dirty.set(host, dirt);
    return dirt;
  }

  /** Engines whose cluster is another now are told anew, with all that names it. */
  #seat(): void {
    const moved = seat([...this.hosts.values()], this.#options.backendName);
    if (moved.length === 0) return;
    this.#publisher.tell(null, this.#clusters());
    for (const { name } of moved) this.changed(name, 'volumes');
  }

  /** The whole of an engine, told as complete. */
  list(host: HostRecord): void {
    this.#seat();
    this.#dirty.delete(host.name);
    this.#moved.look();
    const { backend } = this.#options;
    const single = [...host.containers.values()].filter(c => !this.#moved.has(nativeOfContainer(c)));
    const moved = this.#moved.rows().filter(found => found.host === host);
    const instances = [...single.map(c => renderInstance(backend, host, c)), ...moved.map(({ row }) => row)];
    const rows = [this.#host(host), ...renderPools(backend, host), ...this.#volumes(host), ...instances];
    this.#publisher.tell(null, this.#networks());
    this.#publisher.list(host.name, hostKinds, rows);
    // As long as an engine has not been heard, what is missing may be there.
    if (this.hosts.size < this.#options.engines) return this.#tellWhole();
    // A list removes only what is older than its oldest row; a cluster whose engines have just left it is younger.
    this.#publisher.tellAll(null, 'cluster', this.#clusters());
    const whole = [...this.#networks(), ...this.#images(), ...this.#clusters()];
    this.#publisher.list(null, wholeKinds, whole);
  }

  #tell(host: HostRecord, { containers, all }: Dirt): void {
    const { backend } = this.#options;
    const { name } = host;
    const ids = all ? host.containers.keys() : containers;
    const rows: Reported[] = [];
    for (const id of ids) {
      const facts = host.containers.get(id);
      if (facts && !this.#moved.has(nativeOfContainer(facts)))
        rows.push(renderInstance(backend, host, facts));
    }
    const gone = [...containers].filter(id => !host.containers.has(id) && !this.#moved.has(id));
    const [pools, volumes] = [renderPools(backend, host), this.#volumes(host)];
    // First what others refer to, last what refers to it; when it goes, the other way round.
    this.#publisher.tell(null, this.#networks());
    this.#publisher.tell(name, [this.#host(host), ...pools, ...volumes, ...rows]);
    this.#publisher.remove(gone.map(id => idOf(backend, id)));
    this.#publisher.tellAll(name, 'volume', volumes);
    this.#publisher.tellAll(name, 'storage-pool', pools);
  }

  #tellWhole(): void {
    if (this.hosts.size === 0) return;
    this.#publisher.tellAll(null, 'network', this.#networks());
    if (this.#imagesDirty) this.#publisher.tellAll(null, 'image', this.#images());
    this.#imagesDirty = false;
    this.#publisher.tellAll(null, 'cluster', this.#clusters());
  }

  #host(host: HostRecord): Reported<'host'> {
    return renderHost(this.#options.backend, host);
  }

  #volumes(host: HostRecord): Reported<'volume'>[] {
    const { backend } = this.#options;
    const users = usersByVolume(backend, host);
    return [...host.volumes.values()].map(volume => renderVolume(backend, { host, volume, users }));
  }

  #networks(): Reported<'network'>[] {
    return renderNetworks(this.#options.backend, this.hosts.values());
  }

  #images(): Reported<'image'>[] {
    const images = new Map<string, { image: ImageFacts; architecture: string }>();
    for (const { images: own, facts } of this.hosts.values()) {
      for (const image of own.values()) images.set(image.id, { image, architecture: facts.architecture });
    }
    return [...images.values()].map(image => renderImage(this.#options.backend, image));
  }

  #clusters(): Reported<'cluster'>[] {
    const { backend, backendName: name, now } = this.#options;
    return renderClusters(backend, [...this.hosts.values()], { name, now: now() });
  }
}
