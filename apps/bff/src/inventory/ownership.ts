import type { ProvidedKind, Reported } from '@orrery/provider-kit/provider.ts';

interface Owned {
  readonly kind: ProvidedKind;
  /** Name of the connection it is seen through; null: the backend as a whole. */
  part: string | null;
}

/** Which connection of a backend each of its resources is seen through: a lost connection ages exactly those. */
export class Ownership {
  readonly #owned = new Map<string, Owned>();
  readonly #hostParts = new Map<string, string>();

  /** Notes the resource and answers its part. `listed` is the part of the list it came in; undefined: no list. */
  claim(resource: Reported, listed: string | null | undefined): string | null {
    if (resource.kind === 'host') this.#hostParts.set(resource.id, resource.name);
    const part = listed ?? this.#guess(resource);
    this.#owned.set(resource.id, { kind: resource.kind, part });
    return part;
  }

  partOf(id: string): string | null {
    return this.#owned.get(id)?.part ?? null;
  }

  release(id: string): void {
    this.#owned.delete(id);
    this.#hostParts.delete(id);
  }

  kindOf(id: string): ProvidedKind | undefined {
    return this.#owned.get(id)?.kind;
  }

  /** All ids of these kinds seen through the part; through any part for null. */
  *idsOf(part: string | null, kinds: readonly ProvidedKind[]): Iterable<{ id: string; kind: ProvidedKind }> {
    const wanted = new Set(kinds);
    for (const [id, owned] of this.#owned) {
      if (wanted.has(owned.kind) && (part === null || owned.part === part)) yield { id, kind: owned.kind };
    }
  }

  *all(): Iterable<[id: string, part: string | null]> {
    for (const [id, owned] of this.#owned) yield [id, owned.part];
  }

  #guess(resource: Reported): string | null {
    switch (resource.kind) {
      case 'host':
        return resource.name;
      case 'instance':
        return resource.hostName ?? this.partOf(resource.id);
      case 'snapshot':
        return this.partOf(resource.instance);
      case 'volume':
        return resource.pool === null ? this.partOf(resource.id) : this.partOf(resource.pool);
      case 'storage-pool':
      case 'network':
        return this.#onlyHost(resource.hosts) ?? this.partOf(resource.id);
      default:
        return this.partOf(resource.id);
    }
  }

  #onlyHost(hosts: readonly string[]): string | undefined {
    return hosts.length === 1 && hosts[0] !== undefined ? this.#hostParts.get(hosts[0]) : undefined;
  }
}
