import type { Clock } from '@orrery/provider-kit/clock.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import { isFault } from '@orrery/vim25/errors.ts';
import {
  readEvents,
  createEventCollector,
  queryEvents,
  type VimEvent,
} from '@orrery/vim25/methods/events.ts';
import { type FilterSpec, viewSelection } from '@orrery/vim25/methods/properties.ts';
import { createContainerView, destroyView } from '@orrery/vim25/methods/views.ts';
import { type ObjectUpdate, PropertyStream, type StreamPage } from '@orrery/vim25/property-stream.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import { type MoRef, refKey } from '@orrery/vim25/values.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Marks } from '../inventory/marks.ts';
import type { Publisher } from '../inventory/publisher.ts';
import { Store } from '../inventory/store.ts';
import { Structure } from '../inventory/structure.ts';
import type { Pace } from '../pace.ts';
import type { DeviceReader } from './device-reader.ts';
import type { EventFeed } from './event-feed.ts';
import type { SnapshotNews } from './snapshot-news.ts';
import { wantedEvents } from './event-types.ts';

/** A view of what they are derived from has them, too. */
const derived: ReadonlySet<string> = new Set([
  'ClusterComputeResource',
  'DistributedVirtualPortgroup',
  'StoragePod',
  'VirtualApp',
]);

type Filter = 'inventory' | 'events';

/** Events in the collector's page: more than happen within one update, as a rule. */
const eventPageSize = 100;
/** A large vCenter gathers its first answer for a while. */
const firstDeadlineMs = 120_000;

export interface WatchParts {
  clock: Clock;
  pace: Pace;
  store: Store;
  publisher: Publisher;
  devices: DeviceReader;
  events: EventFeed;
  snapshots: SnapshotNews;
  marks: Marks;
  creations: OwnCreations;
}

/** One run of the watch in one session: first everything, then what changes. */
export class Watch {
  readonly #parts: WatchParts;
  readonly #session: VimSession;
  readonly #stream: PropertyStream<Filter>;
  readonly #view: MoRef;

  private constructor(
    parts: WatchParts,
    session: VimSession,
    opened: { stream: PropertyStream<Filter>; view: MoRef },
  ) {
    this.#parts = parts;
    this.#session = session;
    this.#stream = opened.stream;
    this.#view = opened.view;
  }

  static async open(parts: WatchParts, session: VimSession, signal: AbortSignal): Promise<Watch> {
    const types = Object.keys(Store.watched).filter(type => !derived.has(type));
    const view = await createContainerView(session, types, { signal });
    const filters = new Map<Filter, FilterSpec>([
      ['inventory', { properties: Store.watched, objects: [viewSelection(view)] }],
    ]);
    const collector = await eventCollector(session, signal);
    if (collector)
      filters.set('events', {
        properties: { EventHistoryCollector: ['latestPage'] },
        objects: [{ object: collector }],
      });
    const { pageSize, maxWaitSeconds, graceMs } = parts.pace;
    const options = { pageSize, maxWaitSeconds, graceMs, firstDeadlineMs, signal };
    return new Watch(parts, session, { stream: await PropertyStream.open(session, filters, options), view });
  }

  /** Takes everything in, page by page; what is not named is gone. */
  async list(signal: AbortSignal): Promise<void> {
    const { store, publisher } = this.#parts;
    const listed = new Set<string>();
    let page: StreamPage<Filter>;
    do {
      page = await this.#stream.next(signal);
      await this.#take(page, 'poll', listed);
    } while (page.truncated);
    for (const ref of store.except(listed)) this.#remove(ref);
    publisher.othersChanged();
  }

  /** Takes the next changes in and tells them; comes back at the latest when the server's wait is over. */
  async next(signal: AbortSignal): Promise<void> {
    const page = await this.#stream.next(signal);
    await this.#take(page, 'event', null);
  }

  /** Frees what the server keeps for it. */
  async close(): Promise<void> {
    await this.#stream.close();
    await destroyView(this.#session, this.#view, { deadlineMs: 2_000 }).catch(() => undefined);
  }

  async #take(page: StreamPage<Filter>, source: 'poll' | 'event', listed: Set<string> | null): Promise<void> {
    const { publisher, clock } = this.#parts;
    const seen = { asOf: isoNow(clock), source };
    for (const { filter, objects } of page.updates) {
      if (filter !== 'inventory') continue;
      for (const update of objects) {
        listed?.add(refKey(update.ref));
        this.#apply(update, seen);
      }
    }
    await this.#learnMarks(page);
    if (listed === null) publisher.flush();
    for (const { filter, objects } of page.updates) {
      if (filter === 'events') await this.#events(objects);
    }
    if (listed === null) publisher.flush();
  }

  /** An attribute that we do not know may be one of ours, defined by another Orrery. */
  async #learnMarks(page: StreamPage<Filter>): Promise<void> {
    const { marks, store } = this.#parts;
    const touched = page.updates.flatMap(({ objects }) => objects).filter(o => 'customValue' in o.changes);
    const keys = touched.flatMap(({ ref }) => [...(store.vmOf(ref)?.custom.keys() ?? [])]);
    if (keys.some(key => marks.isNew(key))) await marks.learn(this.#session);
  }

  #apply({ kind, ref, changes }: ObjectUpdate, seen: { asOf: string; source: 'poll' | 'event' }): void {
    const { store, publisher, devices, snapshots, creations } = this.#parts;
    if (kind === 'leave') return this.#remove(ref);
    const before = store.vmOf(ref);
    const version = before?.version;
    const taken = before?.snapshots;
    store.apply(ref, changes, seen);
    // In a list all of them are told anyway.
    if (kind === 'modify' && Structure.has(ref) && ('name' in changes || 'parent' in changes))
      this.#moved(ref);
    const vm = store.vmOf(ref);
    if (!vm) return publisher.othersChanged();
    if (!before && vm.uuid) creations.met(idOf(publisher.backend, vm.native), vm.uuid);
    publisher.vmChanged(vm);
    if (vm.devices === null || vm.version !== version) devices.want(vm);
    if (taken !== undefined && taken !== vm.snapshots) snapshots.compare(vm, taken);
  }

  /** A folder or a pool has another name or stands elsewhere: so do the VMs in it. */
  #moved(ref: MoRef): void {
    const { store, publisher } = this.#parts;
    const within = (parent: MoRef | null) => store.structure.isWithin(parent, ref);
    for (const vm of store.vms.values())
      if (within(vm.parent) || within(vm.resourcePool)) publisher.vmChanged(vm);
  }

  #remove(ref: MoRef): void {
    const { store, publisher, devices } = this.#parts;
    const vm = store.vmOf(ref);
    const native = store.nativeOf(ref);
    if (vm) {
      devices.forget(vm);
      publisher.vmGone(vm);
    }
    store.remove(ref);
    publisher.othersChanged(vm ? undefined : native);
  }

  async #events(objects: readonly ObjectUpdate[]): Promise<void> {
    const { events } = this.#parts;
    for (const { changes } of objects) {
      const page = readEvents(changes['latestPage']);
      if (events.hasGap(page, eventPageSize)) events.take(await this.#missed(page));
      else if (page.length > 0) events.take(page);
    }
  }

  /** A burst was larger than the page: asked for by time, which tells the known ones, too. */
  async #missed(page: readonly VimEvent[]): Promise<VimEvent[]> {
    const manager = this.#session.content.eventManager;
    const since = this.#parts.events.newestAt;
    if (!manager) return [...page];
    const asked = queryEvents(this.#session, manager, { types: wantedEvents, since });
    // A single host does not answer it: what was missed is seen in the inventory, without who did it.
    const missed = await asked.catch((error: unknown) => {
      if (isFault(error, 'NotImplemented', 'NotSupported')) return [];
      throw error;
    });
    const keys = new Set(missed.map(e => e.key));
    return [...missed, ...page.filter(e => !keys.has(e.key))].toSorted((a, b) => a.key - b.key);
  }
}

/** A single host has events, too; none at all is no reason not to watch the rest. */
async function eventCollector(session: VimSession, signal: AbortSignal): Promise<MoRef | null> {
  const { eventManager } = session.content;
  if (!eventManager) return null;
  return createEventCollector(
    session,
    eventManager,
    { types: wantedEvents, pageSize: eventPageSize },
    { signal },
  );
}
