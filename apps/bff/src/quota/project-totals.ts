import type { Amounts } from '@orrery/contract/quota/quota.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Volume } from '@orrery/contract/resources/storage.ts';
import type { InventoryStore } from '../inventory/resource-row.ts';
import { amountsOf, nothing, plus } from '../operations/reservation.ts';

const gib = 2 ** 30;
const countedKinds = ['instance', 'volume', 'network', 'snapshot', 'image'] as const;
const counted = new Set<string>(countedKinds);

/** Discs that are only read are not storage of the project's. */
export const isStorage = ({ format }: Pick<Volume, 'format'>): boolean => format !== 'iso';

/** What a resource takes of its project's quota. */
export function weightOf(resource: Resource): Amounts {
  switch (resource.kind) {
    case 'instance':
      return amountsOf({ instances: 1, vcpus: resource.vcpus, memoryMiB: resource.memoryMiB });
    case 'volume':
      return isStorage(resource)
        ? amountsOf({ volumes: 1, volumeGiB: (resource.capacityBytes ?? 0) / gib })
        : nothing;
    case 'network':
      return amountsOf({ networks: 1 });
    case 'snapshot':
      return amountsOf({ snapshots: 1 });
    case 'image':
      // Those of backends are the backends' own.
      return resource.backend === null ? amountsOf({ images: 1 }) : nothing;
    default:
      return nothing;
  }
}

/** Sums of what each project has, kept up to date change by change: never counted anew. */
export class ProjectTotals {
  readonly #byProject = new Map<string, Amounts>();

  constructor(store: InventoryStore) {
    for (const kind of countedKinds) for (const held of store.all(kind)) this.#add(held, 1);
    store.onApplied(({ changed }) => {
      for (const { kind, before, after } of changed) {
        if (!counted.has(kind)) continue;
        if (before) this.#add(before, -1);
        if (after) this.#add(after, 1);
      }
    });
  }

  of(project: string): Amounts {
    return this.#byProject.get(project) ?? nothing;
  }

  /** Projects that have anything. */
  projects(): Iterable<string> {
    return this.#byProject.keys();
  }

  #add(resource: Resource, sign: 1 | -1): void {
    const owner = ownerOf(resource);
    if (owner === null) return;
    const weight = weightOf(resource);
    this.#byProject.set(owner, plus(this.of(owner), sign === 1 ? weight : minus(weight)));
  }
}

/** An image that is published to all still takes of its owner's quota. */
const ownerOf = (resource: Resource): string | null =>
  (resource.kind === 'image' ? resource.catalogue?.owner : null) ?? resource.project;

const minus = (amounts: Amounts): Amounts => ({
  instances: -amounts.instances,
  vcpus: -amounts.vcpus,
  memoryMiB: -amounts.memoryMiB,
  volumes: -amounts.volumes,
  volumeGiB: -amounts.volumeGiB,
  snapshots: -amounts.snapshots,
  networks: -amounts.networks,
  images: -amounts.images,
});
