import type { EventLog, Fact } from '@orrery/provider-kit/event-log.ts';
import { asRef, at } from '@orrery/vim25/values.ts';
import type { VimEvent } from '@orrery/vim25/methods/events.ts';
import { nativeOfRef } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Store } from '../inventory/store.ts';
import type { VmFacts } from '../map/facts.ts';
import { decodedName } from '../map/read.ts';
import { tellAlarm } from './alarm-news.ts';
import { alarmEvents, meanings, moveBegins, moveEnds } from './event-types.ts';

export interface EventFeedOptions {
  backend: string;
  store: Store;
  publisher: Publisher;
  log: EventLog;
  /** The account we are logged in as: what it does needs no name beside it. */
  ownUser: () => string;
  /** A move of it begins. */
  moveBegins: (vm: VmFacts) => void;
  alarmsChanged: () => void;
}

/** Turns vCenter's events into Orrery's. Each is told once, however often it is seen. */
export class EventFeed {
  readonly #options: EventFeedOptions;
  /** Key of the newest event told; null: nothing was seen yet, and history is not news. */
  #last: number | null = null;
  #newestAt: string | null = null;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  /** When the newest event told happened. */
  get newestAt(): string | null {
    return this.#newestAt;
  }

  /** Events are missing between the last one told and these. */
  hasGap(events: readonly VimEvent[], pageSize: number): boolean {
    const [oldest] = events;
    return (
      this.#last !== null && oldest !== undefined && events.length >= pageSize && oldest.key > this.#last + 1
    );
  }

  /** Oldest first. */
  take(events: readonly VimEvent[]): void {
    const last = this.#last;
    this.#last = Math.max(last ?? 0, ...events.map(e => e.key));
    this.#newestAt = events.at(-1)?.at ?? this.#newestAt;
    if (last === null) return;
    for (const event of events) if (event.key > last) this.#one(event);
  }

  #one(event: VimEvent): void {
    this.#mark(event);
    if (alarmEvents.has(event.type)) {
      this.#options.alarmsChanged();
      tellAlarm(this.#options, event);
    }
    const meaning = meanings[event.type];
    if (!meaning) return;
    const fact = { type: meaning.type, severity: meaning.severity, message: this.#words(event) };
    if (meaning.type.startsWith('host.')) this.#tellHost(event, fact);
    else if (event.vm) this.#tellInstance(event, event.vm, fact);
  }

  /** Of the beginning and the end of a move there is no property. */
  #mark({ type, vm: named }: VimEvent): void {
    const vm = named ? this.#options.store.vmOf(named.ref) : undefined;
    if (!vm || (!moveBegins.has(type) && !moveEnds.has(type))) return;
    vm.migrating = moveBegins.has(type);
    if (vm.migrating) this.#options.moveBegins(vm);
    this.#options.publisher.vmChanged(vm);
  }

  /** What happened, and who did it, where that was not us. */
  #words({ type, user, fields }: VimEvent): string {
    const meaning = meanings[type];
    const to = type === 'VmRenamedEvent' ? at(fields, 'newName') : undefined;
    const words = `${meaning?.words ?? ''}${typeof to === 'string' ? ` to ${decodedName(to)}` : ''}`;
    const own = user === '' || user.toLowerCase() === this.#options.ownUser().toLowerCase();
    const who = meaning?.by ?? (own ? null : user);
    return who === null ? words : `${words} by ${who}`;
  }

  #tellHost({ host, at: when }: VimEvent, fact: Fact): void {
    const { backend, store, log } = this.#options;
    if (!host) return;
    const id = idOf(backend, nativeOfRef(host.ref));
    log.report({ kind: 'host', id, name: store.host(host.ref)?.name ?? host.name, host: id, fact, at: when });
  }

  #tellInstance({ at: when, host, fields }: VimEvent, vm: NonNullable<VimEvent['vm']>, fact: Fact): void {
    const { backend, store, log } = this.#options;
    const known = store.vmOf(vm.ref);
    if (known && (known.template || store.isHidden(known))) return;
    const destination = asRef(at(fields, 'host.host')) ?? host?.ref ?? known?.host;
    log.report({
      kind: 'instance',
      id: idOf(backend, nativeOfRef(vm.ref)),
      name: known?.name ?? decodedName(vm.name),
      host: destination ? idOf(backend, nativeOfRef(destination)) : '',
      fact,
      at: when,
    });
  }
}
