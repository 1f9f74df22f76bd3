import type { ProvidedKind, Reported } from '@orrery/provider-kit/provider.ts';
import { Publisher } from '@orrery/provider-kit/publisher.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { Change } from '../engine/engine-reader.ts';
import type { HostRecord, ImageFacts } from '../engine/facts.ts';
import { idOf } from '../ids.ts';
import {
  countByNetwork,
  renderHost,
  renderImage,
  renderNetwork,
  renderVolume,
  usersByVolume,
} from './render.ts';
import { renderCluster } from './render-cluster.ts';
import { renderInstance } from './render-instance.ts';

/** The kinds that an engine's list is complete of. Images belong to all engines that have them. */
const hostKinds: ProvidedKind[] = ['host', 'instance', 'volume', 'network'];

/** What of one engine has to be told anew. */
interface Dirt {
  containers: Set<string>;
  /** Volumes or networks have come or gone: containers refer to them. */
  all: boolean;
}

export interface InventoryOptions {
  backend: string;
  backendName: string;
  now: () => string;
}

/** All engines of a backend, and what of them the sink has been told. */
export class FleetInventory {
  readonly hosts = new Map<string, HostRecord>();
  readonly #options: InventoryOptions;
  readonly #publisher = new Publisher();
  readonly #dirty = new Map<string, Dirt>();
  #imagesDirty = false;
  #scheduled = false;

  constructor(options: InventoryOptions) {
    this.#options = options;
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
    const dirt = this.#dirty.get(host) ?? { containers: new Set(), all: false };
    this.#dirty.set(host, dirt);
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
    for (const [name, dirt] of [...this.#dirty]) {
      this.#dirty.delete(name);
      const host = this.hosts.get(name);
      if (host) this.#tell(host, dirt);
    }
    if (this.#imagesDirty) this.#tellImages();
    this.#tellCluster();
  }

  /** The whole of an engine, told as complete. */
  list(host: HostRecord): void {
    this.#dirty.delete(host.name);
    const instances = [...host.containers.values()].map(c => renderInstance(this.#options.backend, host, c));
    const rows = [this.#host(host), ...this.#volumes(host), ...this.#networks(host), ...instances];
    this.#publisher.list(host.name, hostKinds, rows);
    this.#tellImages();
    this.#tellCluster();
  }

  #tell(host: HostRecord, { containers, all }: Dirt): void {
    const { backend } = this.#options;
    const { name } = host;
    const ids = all ? host.containers.keys() : containers;
    const rows: Reported[] = [];
    for (const id of ids) {
      const facts = host.containers.get(id);
      if (facts) rows.push(renderInstance(backend, host, facts));
    }
    const gone = [...containers].filter(id => !host.containers.has(id));
    // First what others refer to, last what refers to it; when it goes, the other way round.
    this.#publisher.tell(name, [this.#host(host), ...this.#volumes(host), ...this.#networks(host), ...rows]);
    this.#publisher.remove(gone.map(id => idOf(backend, id)));
    this.#publisher.tellAll(name, 'volume', this.#volumes(host));
    this.#publisher.tellAll(name, 'network', this.#networks(host));
  }

  #host(host: HostRecord): Reported<'host'> {
    return renderHost(this.#options.backend, host, this.#options.backendName);
  }

  #volumes(host: HostRecord): Reported<'volume'>[] {
    const { backend } = this.#options;
    const users = usersByVolume(backend, host);
    return [...host.volumes.values()].map(volume => renderVolume(backend, { host, volume, users }));
  }

  #networks(host: HostRecord): Reported<'network'>[] {
    const { backend } = this.#options;
    const counts = countByNetwork(host);
    return [...host.networks.values()].map(network => renderNetwork(backend, { host, network, counts }));
  }

  #tellImages(): void {
    this.#imagesDirty = false;
    const images = new Map<string, { image: ImageFacts; architecture: string }>();
    for (const { images: own, facts } of this.hosts.values()) {
      for (const image of own.values()) images.set(image.id, { image, architecture: facts.architecture });
    }
    const rows = [...images.values()].map(image => renderImage(this.#options.backend, image));
    this.#publisher.listIfChanged(null, ['image'], rows);
  }

  #tellCluster(): void {
    if (this.hosts.size === 0) return;
    const { backend, backendName: name, now } = this.#options;
    const cluster = renderCluster(backend, [...this.hosts.values()], { name, now: now() });
    this.#publisher.listIfChanged(null, ['cluster'], [cluster]);
  }
}
