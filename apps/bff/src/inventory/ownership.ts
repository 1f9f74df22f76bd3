import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';

interface Owned {
  readonly kind: ProvidedKind;
  /** Name of the connection it is seen through; null: the backend as a whole. */
  part: string | null;
}

/** Which connection of a backend each of its resources is seen through: a lost connection ages exactly those. */
export class Ownership {
  readonly #owned = new Map<string, Owned>();
  readonly #hostParts = new Map<string, string>();
  /** Ids by part: a list of one host must not cost a look at all that the backend has. */
  readonly #byPart = new Map<string | null, Set<string>>();

  /** Notes the resource and answers its part. `listed` is the part of the list it came in; undefined: no list. */
  claim(resource: Reported, listed: string | null | undefined): string | null {
    const part = listed ?? this.#guess(resource);
    if (resource.kind === 'host') this.#hostParts.set(resource.id, part ?? resource.name);
    const before = this.#owned.get(resource.id);
    if (before !== undefined && before.part !== part) this.#leave(resource.id, before.part);
    this.#owned.set(resource.id, { kind: resource.kind, part });
    const mates = this.#byPart.get(part);
    if (mates) mates.add(resource.id);
    else this.#byPart.set(part, new Set([resource.id]));
    return part;
  }

  partOf(id: string): string | null {
    return this.#owned.get(id)?.part ?? null;
  }

  release(id: string): void {
    const owned = this.#owned.get(id);
    if (owned !== undefined) this.#leave(id, owned.part);
    this.#owned.delete(id);
    this.#hostParts.delete(id);
  }

  kindOf(id: string): ProvidedKind | undefined {
    return this.#owned.get(id)?.kind;
  }

  /** All ids of these kinds seen through the part; through any part for null. */
  *idsOf(part: string | null, kinds: readonly ProvidedKind[]): Iterable<{ id: string; kind: ProvidedKind }> {
    const wanted = new Set(kinds);
    const candidates = part === null ? this.#owned.keys() : (this.#byPart.get(part) ?? []);
    for (const id of candidates) {
      const kind = this.kindOf(id);
      if (kind !== undefined && wanted.has(kind)) yield { id, kind };
    }
  }

  *all(): Iterable<[id: string, part: string | null]> {
    for (const [id, owned] of this.#owned) yield [id, owned.part];
  }

  #leave(id: string, part: string | null): void {
    const mates = this.#byPart.get(part);
    mates?.delete(id);
    if (mates?.size === 0) this.#byPart.delete(part);
  }

  #guess(resource: Reported): string | null {
    switch (resource.kind) {
      // Listed through a control plane, hosts belong to that one connection; otherwise each is a connection itself.
      case 'host':
        return this.partOf(resource.id) ?? resource.name;
      case 'instance':
        return this.#partOfHost(resource) ?? resource.hostName ?? this.partOf(resource.id);
      case 'snapshot':
        return this.partOf(resource.instance);
      case 'recommendation':
        return resource.cluster === null ? this.partOf(resource.id) : this.partOf(resource.cluster);
      case 'alarm':
        return resource.target === null ? this.partOf(resource.id) : this.partOf(resource.target);
      case 'volume':
        return resource.pool === null ? this.partOf(resource.id) : this.partOf(resource.pool);
      case 'storage-pool':
      case 'network':
        // What several hosts have is lost with none of them alone.
        return (
          this.#onlyHost(resource.hosts) ?? (resource.hosts.length > 1 ? null : this.partOf(resource.id))
        );
      default:
        return this.partOf(resource.id);
    }
  }

  #partOfHost({ host }: Reported<'instance'>): string | undefined {
    return host === null ? undefined : this.#hostParts.get(host);
  }

  #onlyHost(hosts: readonly string[]): string | undefined {
    return hosts.length === 1 && hosts[0] !== undefined ? this.#hostParts.get(hosts[0]) : undefined;
  }
}
