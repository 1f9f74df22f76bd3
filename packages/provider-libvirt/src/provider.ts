import type { LibvirtSettings } from '@orrery/contract/backends/settings.ts';
import { actionsOn } from '@orrery/provider-kit/actions-by-kind.ts';
import { lookingCall, quietControl } from '@orrery/provider-kit/calls.ts';
import type { Consoles } from '@orrery/provider-kit/console.ts';
import { Gate, gatedCreator } from '@orrery/provider-kit/gate.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { Provider, ProviderContext } from '@orrery/provider-kit/provider.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import type { Creator } from '@orrery/provider-kit/creator.ts';
import type { Exporter } from '@orrery/provider-kit/exporter.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { VolumeContent } from '@orrery/provider-kit/volume-content.ts';
import { actionsByKind } from './actions/by-kind.ts';
import { Executor } from './actions/executor.ts';
import { checkedArgs } from '@orrery/provider-kit/validate.ts';
import { libvirtCapabilities } from './capabilities.ts';
import { LibvirtConsoles } from './consoles/consoles.ts';
import { LibvirtCreator } from './create/creator.ts';
import { LibvirtDistributor } from './create/distributor.ts';
import { LibvirtExporter } from './create/exporter.ts';
import { ImageCache } from './create/image-cache.ts';
import { volumeContent } from './create/volume-content.ts';
import { toProviderError } from './errors.ts';
import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { HostLink } from './host/host-link.ts';
import { JobEvents } from './migration/job-events.ts';
import { LibvirtMigrator } from './migration/migrator.ts';
import type { MoveTools } from './migration/move.ts';
import { OutsideMoves } from './migration/outside-moves.ts';
import { Paths } from './migration/paths.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { ClusterInventory } from './inventory/inventory.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { rawXml } from './raw.ts';

/** Several libvirt hosts as one cluster. Each has its own connections: none waits for another. */
export class LibvirtProvider implements Provider {
  readonly #context: ProviderContext;
  readonly #inventory: ClusterInventory;
  readonly #events: EventLog;
  readonly #links: HostLink[];
  readonly #executor: Executor;
  readonly #gate: Gate;
  readonly creator: Creator;
  readonly #exporter: LibvirtExporter;
  readonly #volumeContent: (id: string) => Promise<VolumeContent>;
  readonly #distributor: LibvirtDistributor;
  readonly #consoles: LibvirtConsoles;
  readonly #migrator: LibvirtMigrator;
  readonly #moving: MoveTools;
  #outside: OutsideMoves | null = null;

  constructor(context: ProviderContext, settings: LibvirtSettings) {
    const { backend, backendName, clock } = context;
    const own = new OwnOperations(clock);
    this.#context = context;
    this.#events = new EventLog(clock, own);
    this.#inventory = new ClusterInventory({
      backend,
      backendName,
      hostCount: settings.hosts.length,
      now: () => isoNow(clock),
      onMoved: (uuid, from, to) => this.#moved(uuid, from, to),
    });
    const jobs = new JobEvents();
    const shared = { context, inventory: this.#inventory, events: this.#events, jobs };
    this.#links = settings.hosts.map(host => new HostLink({ ...shared, settings: host }));
    const tools = { ...shared, backend, clock, links: this.#links };
    this.#executor = new Executor({ ...tools, own });
    this.#consoles = new LibvirtConsoles(tools);
    const making = { ...tools, own, images: new ImageCache() };
    const tried = () => Promise.all(this.#links.map(link => link.tried));
    this.#gate = new Gate({ clock, tried, explain: toProviderError });
    const paths = new Paths();
    this.#moving = { ...tools, own, jobs, paths, moving: new Set(), stopping: this.#gate.closing };
    this.#migrator = new LibvirtMigrator(this.#moving);
    this.creator = gatedCreator(this.#gate, new LibvirtCreator(making));
    this.#exporter = new LibvirtExporter(this.#executor, making);
    this.#volumeContent = id => volumeContent(making, id);
    this.#distributor = new LibvirtDistributor(making);
  }

  readonly exporter: Exporter = {
    export: async (request, control, use) => {
      checkedArgs(request, libvirtCapabilities);
      return this.#gate.begin(control, c => this.#exporter.export(request, c, use));
    },
    clear: (request, control) => this.#gate.pass(control, c => this.#exporter.clear(request, c)),
    volume: (id, signal) => this.#gate.pass({ signal }, () => this.#volumeContent(id)),
  };

  readonly migrator: Migrator = {
    survey: (request, signal) => this.#gate.passUncut(signal, () => this.#migrator.survey(request, signal)),
    migrate: (request, control) =>
      this.#gate.passUncut(control.signal, () => this.#migrator.migrate(request, control)),
    follow: (request, handle, control) =>
      this.#gate.passUncut(control.signal, () => this.#migrator.follow(request, handle, control)),
    steer: (request, signal) => this.#gate.passUncut(signal, () => this.#migrator.steer(request, signal)),
  };

  readonly consoles: Consoles = {
    open: (id, kind, signal) => this.#gate.pass({ signal }, c => this.#consoles.open(id, kind, c.signal)),
  };

  capabilities = () => libvirtCapabilities;

  start(sink: InventorySink): void {
    this.#inventory.open(sink);
    this.#events.open(sink);
    for (const link of this.#links) link.start(sink);
    this.#outside = new OutsideMoves(this.#moving, sink);
    this.#outside.start();
  }

  async stop(): Promise<void> {
    this.#gate.close();
    this.#outside?.stop();
    this.#inventory.close();
    this.#events.open(null);
    for (const link of this.#links) link.stop();
    await Promise.resolve();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await this.#gate.pass({ signal }, c => Promise.all(this.#links.map(link => link.refresh(c.signal))));
  }

  async act(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    const args = checkedArgs(request, libvirtCapabilities);
    if (request.kind === 'host') return this.#gate.begin(control, c => this.#distributor.bring(request, c));
    const { act } = actionsOn(actionsByKind, request.kind);
    return this.#gate.begin(control, c => act(this.#executor, { request, args, control: c }));
  }

  async resolve(request: ActionRequest, _handle: string | null, control: ActionControl): Promise<Resolution> {
    const args = checkedArgs(request, libvirtCapabilities);
    if (request.kind === 'host') return this.#gate.pass(control, c => this.#distributor.resolve(request, c));
    const { resolve } = actionsOn(actionsByKind, request.kind);
    return this.#gate.pass(control, async c => resolve(this.#executor, { request, args, control: c }));
  }

  async raw(kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'xml'; text: string }> {
    return this.#gate.pass(quietControl(signal), async control => ({
      format: 'xml',
      text: await rawXml(this.#executor, lookingCall(kind, id, control)),
    }));
  }

  #moved(uuid: string, from: string, to: string): void {
    const { backend } = this.#context;
    const copy = this.#inventory.primary(uuid);
    if (!copy) return;
    this.#events.report({
      kind: 'instance',
      id: idOf(backend, uuid),
      name: copy.facts.ref.name,
      host: idOf(backend, to),
      fact: { type: 'instance.moved', severity: 'info', message: 'Moved to another host' },
    });
    this.#context.log('info', 'An instance moved', { instance: uuid, from, to });
  }
}
