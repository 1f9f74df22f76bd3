import { hash } from 'node:crypto';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { nativeOfTemplate } from '../ids.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import type { VmFacts } from '../map/facts.ts';
import {
  renderCluster,
  renderFreeVolume,
  renderHost,
  renderImage,
  renderNetwork,
  renderPool,
  renderSnapshot,
  renderStoredImage,
  renderVolume,
} from './render.ts';
import { renderInstance } from './render-instance.ts';
import { renderAlarm, renderRecommendation } from './render-warnings.ts';
import { type Scene, totalsOf } from './scene.ts';

/** Without figures and times: they go with the metrics or the next list, and are no change of their own. */
const fingerprint = (resource: Reported): string => {
  const text = JSON.stringify({
    ...resource,
    asOf: undefined,
    source: undefined,
    cpuPercent: undefined,
    memoryUsedMiB: undefined,
    diskBytesPerSecond: undefined,
    networkBytesPerSecond: undefined,
    latencyMs: undefined,
    lastSeenAt: undefined,
  });
  // Kept for each resource: a digest is a fraction of the text.
  return hash('sha1', text, 'base64');
};

/** Kinds that are known whole once everything has been listed. */
const listedKinds = [
  'cluster',
  'host',
  'storage-pool',
  'network',
  'instance',
  'image',
  'snapshot',
  'recommendation',
  'alarm',
] as const;

/** VMs that are rendered in one go before others get their turn: some 1 ms. */
const sliceSize = 50;
const breather = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** What was told and what went while a list was being put together: the list is behind there. */
interface Overtaking {
  changed: Set<VmFacts>;
  volumes: Set<string>;
  told: Set<string>;
  gone: Set<string>;
}

export interface PublisherOptions {
  scene: Scene;
  /** The one connection that everything is seen through. */
  part: string;
}

/** Tells the sink what differs from what it was told. */
export class Publisher {
  readonly #scene: Scene;
  readonly #part: string;
  #sink: InventorySink | null = null;
  readonly #told = new Map<string, string>();
  /** Ids of the snapshots and volumes that a VM was last told with. */
  readonly #children = new Map<string, string[]>();
  readonly #dirty = new Set<VmFacts>();
  readonly #gone = new Set<string>();
  /** First-class disks to be told, by their native ids. */
  readonly #volumes = new Set<string>();
  #othersChanged = false;
  #overtaking: Overtaking | null = null;

  constructor({ scene, part }: PublisherOptions) {
    this.#scene = scene;
    this.#part = part;
  }

  get backend(): string {
    return this.#scene.backend;
  }

  open(sink: InventorySink | null): void {
    this.#sink = sink;
  }

  vmChanged(vm: VmFacts): void {
    this.#dirty.add(vm);
    this.#overtaking?.changed.add(vm);
  }

  vmGone(vm: VmFacts): void {
    this.#dirty.delete(vm);
    const id = this.#id(vm.native);
    for (const gone of [id, this.#templateId(vm), ...(this.#children.get(id) ?? [])]) this.#without(gone);
    this.#overtaking?.changed.delete(vm);
    this.#children.delete(id);
  }

  /** A first-class disk was made or has changed. */
  volumeChanged(native: string): void {
    this.#volumes.add(native);
    this.#overtaking?.volumes.add(native);
  }

  volumeGone(native: string): void {
    this.#scene.store.forgetVolume(native);
    this.#goes(this.#id(native));
  }

  /** A host, cluster, datastore or network has changed, or the sums over VMs may have. */
  othersChanged(goneNative?: string): void {
    this.#othersChanged = true;
    if (goneNative !== undefined) this.#goes(this.#id(goneNative));
  }

  /** What has changed since the last time, in one go. */
  flush(): void {
    this.#othersChanged ||= this.#dirty.size > 0;
    this.#tell(this.#othersChanged ? this.#renderOthers() : []);
    this.#othersChanged = false;
  }

  /** The VMs alone; the sums over them follow with the next flush, which comes with the next sign of life. */
  flushVms(): void {
    this.#othersChanged ||= this.#dirty.size > 0;
    this.#tell([]);
  }

  #tell(others: readonly Reported[]): void {
    const sink = this.#sink;
    if (!sink) return;
    const vms = [...this.#dirty].flatMap(vm => this.#renderVm(vm));
    const changed = [...others, ...vms, ...this.#renderVolumes(this.#volumes)];
    this.#dirty.clear();
    this.#volumes.clear();
    const fresh = changed.filter(resource => this.#isNews(resource));
    if (fresh.length > 0) sink.upsert(fresh);
    this.#tellGone(sink);
  }

  /** Everything, as complete lists of their kinds; volumes only once all disks have been read. */
  async list(withVolumes: boolean): Promise<void> {
    const kinds: ProvidedKind[] = [...listedKinds, ...(withVolumes ? (['volume'] as const) : [])];
    const lists = new Map<ProvidedKind, Reported[]>(kinds.map(kind => [kind, []]));
    const overtaking: Overtaking = {
      changed: new Set(),
      volumes: new Set(),
      told: new Set(),
      gone: new Set(),
    };
    this.#overtaking = overtaking;
    this.#dirty.clear();
    const listed = new Set<string>();
    for await (const resources of this.#everything()) {
      for (const resource of resources) {
        const list = lists.get(resource.kind);
        if (!list) continue;
        list.push(resource);
        listed.add(resource.id);
        this.#told.set(resource.id, fingerprint(resource));
      }
    }
    for (const [kind, resources] of lists) {
      this.#sink?.replace({ part: this.#part, kinds: [kind], resources });
      await breather();
    }
    this.#overtaking = null;
    // What came by itself since may count as another part's: the list alone would not end it.
    if (withVolumes)
      for (const id of this.#told.keys()) if (!listed.has(id) && !overtaking.told.has(id)) this.#gone.add(id);
    this.#catchUp(overtaking, listed);
  }

  /** Tells once more what the list has put back to how it was when the list took it in. */
  #catchUp({ changed, volumes, told, gone }: Overtaking, listed: ReadonlySet<string>): void {
    for (const id of gone)
      if (listed.has(id)) {
        this.#told.set(id, '');
        this.#gone.add(id);
      }
    // First, as some of it may be there again.
    if (this.#sink) this.#tellGone(this.#sink);
    for (const id of told) this.#told.delete(id);
    for (const vm of changed) this.#dirty.add(vm);
    for (const native of volumes) this.#volumes.add(native);
    this.#othersChanged = true;
    this.flush();
  }

  /** It is no longer there. */
  #goes(id: string): void {
    this.#gone.add(id);
    this.#overtaking?.gone.add(id);
  }

  async *#everything(): AsyncGenerator<Reported[]> {
    yield this.#renderOthers();
    let sinceBreath = 0;
    for (const vm of this.#scene.store.vms.values()) {
      yield this.#renderVm(vm);
      if (++sinceBreath < sliceSize) continue;
      sinceBreath = 0;
      await breather();
    }
    yield this.#renderVolumes(this.#freeVolumes());
  }

  #freeVolumes(): string[] {
    const { volumes, disks } = this.#scene.store;
    return [...volumes.keys()].filter(native => !disks.has(native));
  }

  /** Those that no VM has are told for themselves; the others with their VMs. */
  #renderVolumes(natives: Iterable<string>): Reported[] {
    const { store } = this.#scene;
    return [...natives].flatMap(native => {
      const shared = store.disks.get(native);
      if (shared) return [renderVolume(this.#scene, shared)];
      const volume = store.volumes.get(native);
      return volume ? [renderFreeVolume(this.#scene, volume)] : [];
    });
  }

  #tellGone(sink: InventorySink): void {
    const { backend, store } = this.#scene;
    // A disk that one VM has lost may be another's.
    const isThere = (id: string): boolean => {
      const native = nativeOf(backend, id) ?? '';
      return store.disks.has(native) || store.volumes.has(native);
    };
    const gone = [...this.#gone].filter(id => this.#told.has(id) && !isThere(id));
    this.#gone.clear();
    for (const id of gone) this.#told.delete(id);
    if (gone.length > 0) sink.remove(gone);
  }

  #isNews(resource: Reported): boolean {
    const print = fingerprint(resource);
    if (this.#told.get(resource.id) === print) return false;
    this.#told.set(resource.id, print);
    this.#overtaking?.told.add(resource.id);
    return true;
  }

  /** A VM with what belongs to it. What it no longer has is noted as gone. */
  #renderVm(vm: VmFacts): Reported[] {
    const scene = this.#scene;
    if (scene.store.isHidden(vm)) return [];
    const id = this.#id(vm.native);
    const disks = (vm.devices?.disks ?? []).flatMap(
      ({ native }) => scene.store.disks.get(native ?? '') ?? [],
    );
    const children = [
      ...(vm.template ? [] : vm.snapshots.map(snapshot => renderSnapshot(scene, vm, snapshot))),
      ...disks.map(disk => renderVolume(scene, disk)),
    ];
    const ids = children.map(child => child.id);
    for (const before of this.#children.get(id) ?? []) if (!ids.includes(before)) this.#without(before);
    this.#children.set(id, ids);
    // What it was before it became a template, or the other way round.
    const former = vm.template ? id : this.#templateId(vm);
    if (this.#told.has(former)) this.#goes(former);
    return [vm.template ? renderImage(scene, vm) : renderInstance(scene, vm), ...children];
  }

  /** It has it no longer; a first-class disk lives on. */
  #without(id: string): void {
    this.#goes(id);
    const native = nativeOf(this.#scene.backend, id) ?? '';
    if (this.#scene.store.volumes.has(native)) this.volumeChanged(native);
  }

  #renderOthers(): Reported[] {
    const scene = this.#scene;
    const { clusters, hosts, datastores, networks } = scene.store;
    const totals = totalsOf(scene.store);
    return [
      ...[...clusters.values()].map(cluster => renderCluster(scene, cluster, totals)),
      ...[...hosts.values()].map(host => renderHost(scene, host, totals)),
      ...[...datastores.values()].map(datastore => renderPool(scene, datastore, totals)),
      ...[...networks.values()].map(network => renderNetwork(scene, network, totals)),
      ...[...scene.store.images.values()].map(image => renderStoredImage(scene, image)),
      ...[...scene.store.recommendations.values()].map(one => renderRecommendation(scene, one)),
      ...[...scene.store.alarms.values()].map(alarm => renderAlarm(scene, alarm)),
    ];
  }

  #templateId({ native }: VmFacts): string {
    return this.#id(nativeOfTemplate(native));
  }

  #id(native: string): string {
    return idOf(this.#scene.backend, native);
  }
}
