import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type {
  ActionControl,
  ActionRequest,
  ActionResult,
  ProvidedKind,
  Creator,
  Provider,
  ProviderContext,
  Resolution,
} from '@orrery/provider-kit/provider.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { checkedArgs } from '@orrery/provider-kit/validate.ts';
import { Executor } from './actions/executor.ts';
import { resolveAction } from './actions/resolve.ts';
import { TaskPoller } from './actions/task-poller.ts';
import { VmReader } from './actions/vm-reader.ts';
import { singleHostCapabilities, vsphereCapabilities } from './capabilities.ts';
import { VsphereCreator } from './create/creator.ts';
import { toProviderError } from './errors.ts';
import { Marks } from './inventory/marks.ts';
import { Publisher } from './inventory/publisher.ts';
import type { Scene } from './inventory/scene.ts';
import { Store } from './inventory/store.ts';
import { DeviceReader } from './link/device-reader.ts';
import { EventFeed } from './link/event-feed.ts';
import { SnapshotNews } from './link/snapshot-news.ts';
import { VcenterLink } from './link/vcenter-link.ts';
import { VolumeReader } from './link/volume-reader.ts';
import { VsphereMigrator } from './move/migrator.ts';
import { OwnMoves } from './move/moving.ts';
import { OutsideMoves } from './move/outside-moves.ts';
import { defaultPace, type Pace } from './pace.ts';
import { rawJson } from './raw.ts';
import { addressOf, labelOf, sessionOptions } from './settings.ts';

/** After a start, actions wait this long for everything to be listed. */
const firstListMs = 20_000;

/** A vCenter, or a single ESXi host. */
export class VsphereProvider implements Provider {
  readonly #context: ProviderContext;
  readonly #scene: Scene;
  readonly #publisher: Publisher;
  readonly #log: EventLog;
  readonly #link: VcenterLink;
  readonly #executor: Executor;
  readonly #creator: VsphereCreator;
  readonly #outside: OutsideMoves;
  readonly migrator: Migrator;
  readonly #stopping = new AbortController();

  constructor(context: ProviderContext, settings: VsphereSettings, pace: Pace = defaultPace) {
    const { backend, clock } = context;
    const own = new OwnOperations(clock);
    const marks = new Marks();
    const store = new Store();
    this.#context = context;
    this.#log = new EventLog(clock, own);
    this.#scene = { backend, store, keys: marks.keys };
    const part = labelOf(settings);
    const publisher = new Publisher({ scene: this.#scene, part });
    this.#publisher = publisher;
    const devices = new DeviceReader(store, publisher);
    const told = { backend, store, log: this.#log };
    const snapshots = new SnapshotNews(told);
    const events = new EventFeed({
      ...told,
      publisher,
      ownUser: () => this.#link.user,
      moveBegins: vm => this.#outside.begins(vm),
    });
    const volumes = new VolumeReader({ clock, store, publisher, log: context.log });
    const creations = new OwnCreations(own);
    const shared = { clock, store, publisher, devices, snapshots, marks, volumes, creations };
    this.#link = new VcenterLink({
      ...shared,
      context,
      pace,
      events,
      part,
      address: addressOf(settings),
      session: () => sessionOptions(settings),
    });
    const acting = {
      ...shared,
      scene: this.#scene,
      link: this.#link,
      poller: new TaskPoller(clock),
      reader: new VmReader(shared),
      own,
    };
    this.#executor = new Executor(acting);
    this.#creator = new VsphereCreator(acting);
    const moving = { ...acting, backend, moves: new OwnMoves(), stopping: this.#stopping.signal };
    this.migrator = new VsphereMigrator(moving);
    this.#outside = new OutsideMoves(moving, (message, error) =>
      context.log('debug', message, { error: String(error) }),
    );
  }

  capabilities = (): CapabilityTable =>
    this.#link.isSingleHost ? singleHostCapabilities : vsphereCapabilities;

  /** Bytes and requests of the present session, for benchmarks. */
  get traffic(): { bytesIn: number; bytesOut: number; requests: number } {
    return this.#link.session.traffic;
  }

  start(sink: InventorySink): void {
    this.#publisher.open(sink);
    this.#log.open(sink);
    this.#outside.open(sink);
    this.#link.start(sink);
  }

  async stop(): Promise<void> {
    this.#stopping.abort(
      new ProviderError('backend.unavailable', 'The connection to this backend was closed'),
    );
    this.#publisher.open(null);
    this.#log.open(null);
    this.#outside.open(null);
    await this.#link.stop();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await this.#listed(signal);
    await this.#link.refresh(signal);
  }

  async act(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    const args = checkedArgs(request, this.capabilities());
    if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
    return this.#guarded(control, signal =>
      this.#executor.act({ request, args, control: { ...control, signal } }),
    );
  }

  creator: Creator = {
    create: (request, control) =>
      this.#guarded(control, signal => this.#creator.create(request, { ...control, signal })),
    resolve: (request, handle, control) =>
      this.#guarded(control, signal => this.#creator.resolve(request, handle, { ...control, signal })),
  };

  async resolve(request: ActionRequest, handle: string | null, control: ActionControl): Promise<Resolution> {
    const args = checkedArgs(request, this.capabilities());
    return this.#guarded(control, signal =>
      resolveAction(this.#executor, { request, args, control: { ...control, signal } }, handle),
    );
  }

  async raw(_kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'json'; text: string }> {
    return this.#guarded({ signal }, async either => {
      const { backend, store } = this.#scene;
      return {
        format: 'json',
        text: await rawJson({ backend, store, session: this.#link.session }, id, either),
      };
    });
  }

  /** Ends with the provider, and fails as a ProviderError whatever happens. */
  async #guarded<T>(
    control: Pick<ActionControl, 'signal'>,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([control.signal, this.#stopping.signal]);
    try {
      await this.#listed(signal);
      return await run(signal);
    } catch (error) {
      if (this.#stopping.signal.aborted) throw this.#stopping.signal.reason;
      throw toProviderError(error, control.signal);
    }
  }

  /** Until everything has been listed once, or could not be. */
  async #listed(signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const limit = pause(this.#context.clock, firstListMs, AbortSignal.any([signal, waiting.signal]));
    try {
      await Promise.race([this.#link.tried, limit]);
    } finally {
      limit.catch(() => {});
      waiting.abort();
    }
    signal.throwIfAborted();
  }
}
