import { type MoRef, refKey } from '@orrery/vim25/values.ts';
import type { ContainerFacts, PodFacts, ResourcePoolFacts } from '../map/facts.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import type { Changes } from '../map/read.ts';
import {
  containerReaders,
  newContainer,
  newPod,
  newResourcePool,
  podReaders,
  resourcePoolReaders,
} from '../map/structure.ts';
import { shelf, take } from './shelf.ts';

/** Deeper than people nest folders; a ring, which there cannot be, ends there. */
const deepest = 64;
/** vSphere gives a single host a data centre that its people never see. */
const unseen = 'ha-datacenter';

export interface Standing {
  datacenter: string | null;
  folder: string | null;
}

const isPool = (ref: MoRef | null): boolean => ref?.type === 'ResourcePool' || ref?.type === 'VirtualApp';
const pathOf = (names: readonly string[]): string | null => (names.length === 0 ? null : names.join('/'));

/** Folders, data centres, resource pools and datastore clusters: nothing in itself, but where everything stands. */
export class Structure {
  readonly #containers = shelf(newContainer, containerReaders);
  readonly #pods = shelf(newPod, podReaders);
  readonly #pools = shelf(newResourcePool, resourcePoolReaders);

  readonly pools: ReadonlyMap<string, ResourcePoolFacts> = this.#pools.facts;
  readonly shelves: readonly ReadonlyMap<string, ContainerFacts>[] = [
    this.#containers.facts,
    this.#pods.facts,
    this.#pools.facts,
  ];

  /** Which properties of which types it takes. */
  static readonly watched: Readonly<Record<string, readonly string[]>> = {
    Folder: Object.keys(containerReaders),
    Datacenter: Object.keys(containerReaders),
    ComputeResource: Object.keys(containerReaders),
    StoragePod: Object.keys(podReaders),
    ResourcePool: Object.keys(resourcePoolReaders),
    VirtualApp: Object.keys(resourcePoolReaders),
  };

  static has = ({ type }: MoRef): boolean => type in Structure.watched;

  apply(ref: MoRef, news: { changes: Changes; seen: Seen }): void {
    if (ref.type === 'StoragePod') take(this.#pods, ref, news);
    else if (isPool(ref)) take(this.#pools, ref, news);
    else take(this.#containers, ref, news);
  }

  remove(ref: MoRef): void {
    for (const { facts } of [this.#containers, this.#pods, this.#pools]) facts.delete(refKey(ref));
  }

  /** The data centre, and the folders below it; what the account may not see is left out. */
  standing(parent: MoRef | null | undefined): Standing {
    const names: string[] = [];
    for (const { ref, name } of this.#above(parent)) {
      if (ref.type === 'Datacenter')
        // The last folder is the data centre's own for its kind, which no client shows.
        return { datacenter: ref.value === unseen ? null : name, folder: pathOf(names.slice(1)) };
      if (ref.type === 'Folder') names.unshift(name);
    }
    return { datacenter: null, folder: null };
  }

  /** Names of the resource pools from the outermost to this one, without that of the whole cluster; null: only that. */
  poolPath(ref: MoRef | null): string | null {
    const pools = [...this.#above(ref)].filter(({ ref: at }) => isPool(at));
    return pathOf(
      pools
        .filter(({ parent }) => isPool(parent))
        .map(({ name }) => name)
        .toReversed(),
    );
  }

  /** Those of a cluster but for the one that is the whole of it. */
  poolsOf(cluster: MoRef): ResourcePoolFacts[] {
    const owned = [...this.pools.values()].filter(({ owner }) => owner?.value === cluster.value);
    return owned.filter(({ parent }) => isPool(parent));
  }

  podOf(parent: MoRef | null): PodFacts | undefined {
    return parent === null ? undefined : this.#pods.facts.get(refKey(parent));
  }

  /** Whether what has this parent stands in `ref`, however deep. */
  isWithin(parent: MoRef | null, ref: MoRef): boolean {
    for (const { ref: at } of this.#above(parent)) if (refKey(at) === refKey(ref)) return true;
    return false;
  }

  *#above(start: MoRef | null | undefined): Generator<ContainerFacts> {
    let next = start ?? null;
    for (let depth = 0; next !== null && depth < deepest; depth++) {
      const facts = this.#find(next);
      if (!facts) return;
      yield facts;
      next = facts.parent;
    }
  }

  #find(ref: MoRef): ContainerFacts | undefined {
    for (const facts of this.shelves) {
      const found = facts.get(refKey(ref));
      if (found) return found;
    }
    return undefined;
  }
}
