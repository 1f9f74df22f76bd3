import type { BackendPart } from '@orrery/contract/resources/backend.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { OutsideMove } from '../migrator.ts';
import type { ProvidedKind } from '../provided-kinds.ts';
import type { Reported } from '../reported.ts';
import type { FullList, InventorySink, MetricSample, ReportedEvent } from '../sink.ts';

/** Holds what a provider reports, as the BFF's inventory would, and can be waited on. */
export class InventoryMirror implements InventorySink {
  readonly resources = new Map<string, Reported>();
  readonly parts = new Map<string, BackendPart>();
  readonly events: ReportedEvent[] = [];
  /** Of others, each time they were told. */
  readonly moves: OutsideMove[] = [];
  /** Figures of each id since the last `forgetMetrics`. */
  readonly metricsOf = new Map<string, MetricSample>();
  /** Reports that break the contract, in words. */
  readonly invalid: string[] = [];
  address: string | null = null;
  version: string | null = null;
  /** Calls of any kind, to see that none comes after stop(). */
  calls = 0;
  readonly #clock: Clock;
  readonly #partOf = new Map<string, string | null>();
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  replace = (list: FullList): void => {
    const listed = new Set([...(list.toldBefore ?? []), ...list.resources.map(r => r.id)]);
    const kinds = new Set<ProvidedKind>(list.kinds);
    for (const [id, resource] of this.resources) {
      const here = list.part === null || this.#partOf.get(id) === list.part;
      if (here && kinds.has(resource.kind) && !listed.has(id)) this.#drop(id);
    }
    for (const resource of list.resources) {
      if (!kinds.has(resource.kind))
        this.invalid.push(`${resource.id}: a ${resource.kind} in a list of others`);
      this.#keep(resource, list.part);
    }
    this.#tell();
  };

  upsert = (resources: Reported[]): void => {
    for (const resource of resources) this.#keep(resource, undefined);
    this.#tell();
  };

  remove = (ids: string[]): void => {
    for (const id of ids) this.#drop(id);
    this.#tell();
  };

  metrics = (samples: MetricSample[]): void => {
    for (const sample of samples) {
      this.metricsOf.set(sample.id, { ...this.metricsOf.get(sample.id), ...sample });
      const resource = this.resources.get(sample.id);
      // How the figures were come by does not say how the row was.
      const { source: _, ...figures } = sample;
      if (resource)
        Object.assign(
          resource,
          Object.fromEntries(Object.entries(figures).filter(([, v]) => v !== undefined)),
        );
    }
    this.#tell();
  };

  event = (event: ReportedEvent): void => {
    this.events.push(event);
    this.#tell();
  };

  move = (move: OutsideMove): void => {
    this.moves.push(move);
    this.#tell();
  };

  health = (part: BackendPart, formerName?: string): void => {
    if (formerName !== undefined && formerName !== part.name) this.parts.delete(formerName);
    this.parts.set(part.name, part);
    this.#tell();
  };

  about = (facts: { version?: string | null; address?: string | null }): void => {
    this.version = facts.version ?? this.version;
    this.address = facts.address ?? this.address;
    this.#tell();
  };

  get<K extends ProvidedKind>(kind: K, id: string): Reported<K> | undefined {
    return this.all(kind).find(r => r.id === id);
  }

  all<K extends ProvidedKind>(kind: K): Reported<K>[] {
    return [...this.resources.values()].filter((r): r is Reported<K> => r.kind === kind);
  }

  /** Puts in what the backend does not have: the next list must take it out. */
  plant(resource: Reported, part: string | null): void {
    this.resources.set(resource.id, resource);
    this.#partOf.set(resource.id, part);
  }

  partOf(id: string): string | null {
    return this.#partOf.get(id) ?? null;
  }

  /** Looks at every report, until the end that is returned. */
  watch(look: () => void): () => void {
    this.#waiting.add(look);
    return () => this.#waiting.delete(look);
  }

  /** Waits until `probe` finds something; the error says what was waited for and what was there instead. */
  waitFor<T>(what: string, probe: () => T | undefined | null | false, withinMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = probe();
        if (found === undefined || found === null || found === false) return;
        cancel();
        this.#waiting.delete(look);
        resolve(found);
      };
      const cancel = this.#clock.after(withinMs, () => {
        this.#waiting.delete(look);
        reject(new Error(`Not within ${withinMs} ms: ${what}. Last events: ${this.#lastEvents()}`));
      });
      this.#waiting.add(look);
      look();
    });
  }

  #lastEvents(): string {
    return (
      this.events
        .slice(-5)
        .map(e => `${e.type} ${e.targetName}`)
        .join(', ') || 'none'
    );
  }

  #keep(resource: Reported, part: string | null | undefined): void {
    this.#check(resource);
    this.resources.set(resource.id, { ...resource });
    this.#partOf.set(resource.id, part === undefined || part === null ? this.#guess(resource) : part);
  }

  #guess(resource: Reported): string | null {
    // A host that was listed belongs to the part of that list; one that was not is a part by its own name.
    if (resource.kind === 'host') return this.#partOf.get(resource.id) ?? resource.name;
    if (resource.kind === 'instance')
      return (resource.host === null ? null : this.#partOf.get(resource.host)) ?? resource.hostName;
    return this.#partOf.get(resource.id) ?? null;
  }

  #check(resource: Reported): void {
    const whole = { ...resource, actions: [], stale: false };
    const parsed = resourceRegistry[resource.kind].schema.safeParse(whole);
    if (!parsed.success) this.invalid.push(`${resource.id}: ${parsed.error.message}`);
    else if (!isDeepStrictEqual(parsed.data, whole))
      this.invalid.push(`${resource.id}: has fields of its own`);
  }

  #drop(id: string): void {
    this.resources.delete(id);
    this.#partOf.delete(id);
  }

  #tell(): void {
    this.calls++;
    for (const look of [...this.#waiting]) look();
  }
}
