import { uuidv7 } from './uuid.ts';
import type { OrreryEvent } from '@orrery/contract/resources/event.ts';
import type { Actor } from '@orrery/contract/resources/operation.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Change } from '@orrery/inventory/store/types.ts';
import type { ReportedEvent } from '@orrery/provider-kit/sink.ts';
import { iso, type InventoryRuntime } from './runtime.ts';
import { type InventoryStore, noActions, rows } from './resource-row.ts';

/** Where events are kept for good. */
export interface EventLog {
  append: (events: readonly OrreryEvent[]) => Promise<void>;
  newest: (count: number) => Promise<OrreryEvent[]>;
}

/** Which operation is behind a change seen at a backend; null when nobody asked through Orrery. */
export type Attribute = (
  target: string,
) => { actor: Actor; operation: string; project: string | null } | null;

const keptInMemory = 5_000;
const outside: Actor = { kind: 'outside', id: null, name: 'outside' };
const system: Actor = { kind: 'system', id: null, name: 'Orrery' };

/** Facts that happened: the newest in the inventory, all of them in the log. */
export class EventJournal {
  readonly #store: InventoryStore;
  readonly #runtime: InventoryRuntime;
  readonly #log: EventLog;
  readonly #onLogFailure: (error: unknown) => void;
  /** Ids in the inventory, oldest first. */
  readonly #ids: string[] = [];
  #unwritten: OrreryEvent[] = [];
  #writing: Promise<void> | undefined;
  attribute: Attribute = () => null;

  constructor(options: {
    store: InventoryStore;
    runtime: InventoryRuntime;
    log: EventLog;
    onLogFailure: (error: unknown) => void;
  }) {
    this.#store = options.store;
    this.#runtime = options.runtime;
    this.#log = options.log;
    this.#onLogFailure = options.onLogFailure;
  }

  async restore(): Promise<void> {
    const events = await this.#log.newest(keptInMemory);
    this.#show(events.toSorted((a, b) => (a.at < b.at ? -1 : 1)));
  }

  record(backend: string, reported: ReportedEvent): void {
    const target = this.#target(reported);
    const behind = reported.target === null ? null : this.attribute(reported.target);
    const event: OrreryEvent = {
      id: uuidv7(this.#runtime.now()),
      kind: 'event',
      backend,
      name: reported.type,
      // What is new may be told of before its row is here, and what is deleted after its row has gone.
      project: target?.project ?? behind?.project ?? null,
      asOf: iso(this.#runtime.now()),
      source: 'event',
      stale: false,
      actions: noActions,
      status: reported.severity,
      type: reported.type,
      message: reported.message,
      targetKind: reported.targetKind,
      target: reported.target,
      targetName: reported.targetName,
      host: reported.host,
      actor: behind?.actor ?? (reported.targetKind === 'instance' ? outside : system),
      operation: behind?.operation ?? null,
      at: reported.at,
    };
    this.#show([event]);
    this.#unwritten.push(event);
    // Bounded even while the database is away; the newest are worth most.
    if (this.#unwritten.length > keptInMemory)
      this.#unwritten.splice(0, this.#unwritten.length - keptInMemory);
    this.#writing ??= this.#write();
  }

  /** Resolves when everything recorded so far is in the log, or could not be put there. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  #target({ targetKind, target }: ReportedEvent): Resource | undefined {
    return targetKind === null || target === null ? undefined : this.#store.get(targetKind, target);
  }

  #show(events: readonly OrreryEvent[]): void {
    const changes: Change<Resource>[] = events.map(resource => ({ op: 'upsert', resource }));
    for (const event of events) this.#ids.push(event.id);
    const surplus = this.#ids.splice(0, Math.max(0, this.#ids.length - keptInMemory));
    const asOf = iso(this.#runtime.now());
    for (const id of surplus) changes.push({ op: 'remove', kind: 'event', id, asOf });
    this.#store.apply(changes);
  }

  async #write(): Promise<void> {
    // Lets everything reported in this turn go in one statement.
    await Promise.resolve();
    while (this.#unwritten.length > 0) {
      const batch = this.#unwritten;
      this.#unwritten = [];
      try {
        await this.#log.append(batch);
      } catch (error) {
        this.#onLogFailure(error);
        break;
      }
    }
    this.#writing = undefined;
  }

  /** Events in the inventory, oldest first. */
  get recent(): Iterable<OrreryEvent> {
    return rows(this.#store, 'event');
  }
}
