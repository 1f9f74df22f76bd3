import type { VsphereSettings } from '@orrery/contract/backends/settings.ts';
import type { CapabilityTable } from '@orrery/contract/capabilities.ts';
import { actionsOn } from '@orrery/provider-kit/actions-by-kind.ts';
import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { Gate, gatedCreator } from '@orrery/provider-kit/gate.ts';
import { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { Provider, ProviderContext } from '@orrery/provider-kit/provider.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { Creator } from '@orrery/provider-kit/creator.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { checkedArgs } from '@orrery/provider-kit/validate.ts';
import { actionsByKind } from './actions/by-kind.ts';
import { Executor } from './actions/executor.ts';
import { resolveAction } from './actions/resolve.ts';
import { TaskPoller } from './actions/task-poller.ts';
import { VmReader } from './actions/vm-reader.ts';
import { singleHostCapabilities, vsphereCapabilities } from './capabilities.ts';
import { VsphereCreator } from './create/creator.ts';
import { toProviderError } from './errors.ts';
import { ImageReader } from './images/image-reader.ts';
import { Marks } from './inventory/marks.ts';
import { Publisher } from './inventory/publisher.ts';
import type { Scene } from './inventory/scene.ts';
import { Store } from './inventory/store.ts';
import { DeviceReader } from './link/device-reader.ts';
import { EventFeed } from './link/event-feed.ts';
import { SnapshotNews } from './link/snapshot-news.ts';
import { VcenterLink } from './link/vcenter-link.ts';
import { VolumeReader } from './link/volume-reader.ts';
import { WarningReader } from './link/warning-reader.ts';
import { VsphereMigrator } from './move/migrator.ts';
import { OwnMoves } from './move/moving.ts';
import { OutsideMoves } from './move/outside-moves.ts';
import { defaultPace, type Pace } from './pace.ts';
import { rawJson } from './raw.ts';
import { addressOf, labelOf, sessionOptions } from './settings.ts';

/** A vCenter, or a single ESXi host. */
export class VsphereProvider implements Provider {
  readonly #scene: Scene;
  readonly #publisher: Publisher;
  readonly #log: EventLog;
  readonly #link: VcenterLink;
  readonly #executor: Executor;
  readonly creator: Creator;
  readonly #outside: OutsideMoves;
  readonly migrator: Migrator;
  readonly #gate: Gate;

  constructor(context: ProviderContext, settings: VsphereSettings, pace: Pace = defaultPace) {
    const { backend, clock } = context;
    const own = new OwnOperations(clock);
    const marks = new Marks();
    const store = new Store();
    this.#log = new EventLog(clock, own);
    this.#scene = { backend, store, keys: marks.keys };
    const part = labelOf(settings);
    const publisher = new Publisher({ scene: this.#scene, part });
    this.#publisher = publisher;
    const devices = new DeviceReader(store, publisher);
    const told = { backend, store, log: this.#log };
    const warnings = new WarningReader({ clock, store, publisher });
    const snapshots = new SnapshotNews(told);
    const events = new EventFeed({
      ...told,
      publisher,
      ownUser: () => this.#link.user,
      moveBegins: vm => this.#outside.begins(vm),
      alarmsChanged: () => warnings.want(),
    });
    const volumes = new VolumeReader({ clock, store, publisher, log: context.log });
    const creations = new OwnCreations(own);
    const poller = new TaskPoller(clock);
    const account = () => sessionOptions(settings);
    const images = new ImageReader({ clock, store, publisher, poller, account, log: context.log });
    const shared = {
      clock,
      store,
      publisher,
      devices,
      snapshots,
      marks,
      volumes,
      images,
      warnings,
      creations,
    };
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
      poller,
      reader: new VmReader(shared),
      own,
    };
    this.#executor = new Executor(acting);
    this.#gate = new Gate({ clock, tried: () => this.#link.tried, explain: toProviderError });
    this.creator = gatedCreator(this.#gate, new VsphereCreator({ ...acting, account }));
    const moving = { ...acting, backend, moves: new OwnMoves(), stopping: this.#gate.closing };
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
    this.#gate.close();
    this.#publisher.open(null);
    this.#log.open(null);
    this.#outside.open(null);
    await this.#link.stop();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await this.#gate.pass({ signal }, c => this.#link.refresh(c.signal));
  }

  async act(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    const args = checkedArgs(request, this.capabilities());
    const { act } = actionsOn(actionsByKind, request.kind);
    return this.#gate.begin(control, c => act(this.#executor, { request, args, control: c }));
  }

  async resolve(request: ActionRequest, handle: string | null, control: ActionControl): Promise<Resolution> {
    const args = checkedArgs(request, this.capabilities());
    return this.#gate.pass(control, c =>
      resolveAction(this.#executor, { request, args, control: c }, handle),
    );
  }

  async raw(_kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'json'; text: string }> {
    return this.#gate.pass({ signal }, async either => {
      const { backend, store } = this.#scene;
      const from = { backend, store, session: this.#link.session };
      return { format: 'json', text: await rawJson(from, id, either.signal) };
    });
  }
}
