import type { LibvirtSettings } from '@orrery/contract/backends/settings.ts';
import type { Consoles } from '@orrery/provider-kit/console.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { isoNow, pause } from '@orrery/provider-kit/clock.ts';
import type {
  ActionControl,
  ActionRequest,
  ActionResult,
  Creator,
  Exporter,
  ProvidedKind,
  Provider,
  ProviderContext,
  Resolution,
} from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { Executor } from './actions/executor.ts';
import { checkedArgs } from '@orrery/provider-kit/validate.ts';
import { libvirtCapabilities } from './capabilities.ts';
import { LibvirtConsoles } from './consoles/consoles.ts';
import { LibvirtCreator } from './create/creator.ts';
import { LibvirtExporter } from './create/exporter.ts';
import { ImageCache } from './create/image-cache.ts';
import { toProviderError } from './errors.ts';
import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { HostLink } from './host/host-link.ts';
import { JobEvents } from './migration/job-events.ts';
import { LibvirtMigrator } from './migration/migrator.ts';
import type { MoveTools } from './migration/move.ts';
import { OutsideMoves } from './migration/outside-moves.ts';
import { Paths } from './migration/paths.ts';
import { idOf } from './ids.ts';
import { ClusterInventory } from './inventory/inventory.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import { rawXml } from './raw.ts';

/** After a start, actions wait this long for the hosts to be listed. */
const firstListMs = 20_000;

/** Several libvirt hosts as one cluster. Each has its own connections: none waits for another. */
export class LibvirtProvider implements Provider {
  readonly #context: ProviderContext;
  readonly #inventory: ClusterInventory;
  readonly #events: EventLog;
  readonly #links: HostLink[];
  readonly #executor: Executor;
  readonly #creator: LibvirtCreator;
  readonly #exporter: LibvirtExporter;
  readonly #consoles: LibvirtConsoles;
  readonly #migrator: LibvirtMigrator;
  readonly #moving: MoveTools;
  #outside: OutsideMoves | null = null;
  readonly #stopping = new AbortController();

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
    const stopping = this.#stopping.signal;
    const paths = new Paths();
    this.#moving = { ...tools, own, jobs, paths, moving: new Set(), stopping };
    this.#migrator = new LibvirtMigrator(this.#moving);
    this.#creator = new LibvirtCreator(making);
    this.#exporter = new LibvirtExporter(this.#executor, making);
  }

  readonly creator: Creator = {
    create: async (request, control) => {
      if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
      return this.#guarded(control, c => this.#creator.create(request, { ...control, ...c }));
    },
    resolve: async (request, _handle, control) =>
      this.#guarded(control, c => this.#creator.resolve(request, { ...control, ...c })),
  };

  readonly exporter: Exporter = {
    export: async (request, control, use) => {
      checkedArgs(request, libvirtCapabilities);
      if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
      return this.#guarded(control, c => this.#exporter.export(request, { ...control, ...c }, use));
    },
    clear: async (request, control) => this.#guarded(control, c => this.#exporter.clear(request, c)),
  };

  readonly migrator: Migrator = {
    survey: (request, signal) => this.#told(signal, () => this.#migrator.survey(request, signal)),
    migrate: async (request, control) => {
      if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
      return this.#told(control.signal, () => this.#migrator.migrate(request, control));
    },
    follow: (request, handle, control) =>
      this.#told(control.signal, () => this.#migrator.follow(request, handle, control)),
    steer: (request, signal) => this.#told(signal, () => this.#migrator.steer(request, signal)),
  };

  readonly consoles: Consoles = {
    open: async (id, kind, signal) => {
      const control = { signal, progress: () => {}, bind: async () => {} };
      return this.#guarded(control, c => this.#consoles.open(id, kind, c.signal));
    },
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
    this.#stopping.abort(
      new ProviderError('backend.unavailable', 'The connection to this backend was closed'),
    );
    this.#outside?.stop();
    this.#inventory.close();
    this.#events.open(null);
    for (const link of this.#links) link.stop();
    await Promise.resolve();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await this.#listed(signal);
    await Promise.all(this.#links.map(link => link.refresh(signal))).catch((error: unknown) => {
      throw toProviderError(error, signal);
    });
  }

  async act(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    const args = checkedArgs(request, libvirtCapabilities);
    if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
    return this.#guarded(control, c => this.#executor.act({ request, args, control: c }));
  }

  async resolve(request: ActionRequest, _handle: string | null, control: ActionControl): Promise<Resolution> {
    const args = checkedArgs(request, libvirtCapabilities);
    return this.#guarded(control, c => this.#executor.resolve({ request, args, control: c }));
  }

  async raw(kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'xml'; text: string }> {
    const control = { signal, progress: () => {}, bind: async () => {} };
    const request = { operation: '', kind, id, action: 'raw', args: {}, before: {} };
    return this.#guarded(control, async c => {
      const text = await rawXml(this.#executor, { request, args: {}, control: c });
      return { format: 'xml', text };
    });
  }

  /** Ends with the provider, and fails as a ProviderError whatever happens. */
  async #guarded<T>(control: ActionControl, run: (control: ActionControl) => Promise<T>): Promise<T> {
    const signal = AbortSignal.any([control.signal, this.#stopping.signal]);
    try {
      await this.#listed(signal);
      return await run({ ...control, signal });
    } catch (error) {
      if (this.#stopping.signal.aborted) throw this.#stopping.signal.reason;
      throw toProviderError(error, control.signal);
    }
  }

  /** A move outlives the wish to call it off: it says itself when it ends. */
  async #told<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    try {
      await this.#listed(AbortSignal.any([signal, this.#stopping.signal]));
      return await run();
    } catch (error) {
      if (this.#stopping.signal.aborted) throw this.#stopping.signal.reason;
      throw toProviderError(error, signal);
    }
  }

  /** Until each host has been listed or has failed to be. */
  async #listed(signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const limit = pause(this.#context.clock, firstListMs, AbortSignal.any([signal, waiting.signal]));
    try {
      await Promise.race([Promise.all(this.#links.map(link => link.tried)), limit]);
    } finally {
      limit.catch(() => {});
      waiting.abort();
    }
    signal.throwIfAborted();
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
