import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import { isoNow, pause } from '@orrery/provider-kit/clock.ts';
import { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { Files, Logs, OwnImages } from '@orrery/provider-kit/insides.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type {
  ActionControl,
  ActionRequest,
  ActionResult,
  Creator,
  ProvidedKind,
  Provider,
  ProviderContext,
  Resolution,
} from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { checkedArgs } from '@orrery/provider-kit/validate.ts';
import { Executor } from './actions/executor.ts';
import { dockerCapabilities } from './capabilities.ts';
import { DockerConsoles } from './consoles/consoles.ts';
import { DockerCreator } from './create/creator.ts';
import { DockerInsides } from './consoles/insides.ts';
import { EngineLink } from './engine/engine-link.ts';
import { toProviderError } from './errors.ts';
import { DockerImages } from './images/own-images.ts';
import { FleetInventory } from './inventory/inventory.ts';
import { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import { DockerMigrator } from './relocate/migrator.ts';
import { MovesUnderWay } from './relocate/moves-under-way.ts';
import { rawJson } from './raw.ts';

/** After a start, actions wait this long for the engines to be listed. */
const firstListMs = 20_000;

/** Several engines as one cluster. Each has its own connections: none waits for another. */
export class DockerProvider implements Provider {
  readonly #context: ProviderContext;
  readonly #inventory: FleetInventory;
  readonly #events: EventLog;
  readonly #links: EngineLink[];
  readonly #executor: Executor;
  readonly #maker: DockerCreator;
  readonly consoles: DockerConsoles;
  readonly images: OwnImages;
  readonly logs: Logs;
  readonly files: Files;
  readonly #mover: DockerMigrator;
  readonly #stopping = new AbortController();

  constructor(context: ProviderContext, settings: DockerSettings) {
    const { backend, backendName, clock } = context;
    const own = new OwnOperations(clock);
    this.#context = context;
    this.#events = new EventLog(clock, own);
    const engines = settings.hosts.length;
    this.#inventory = new FleetInventory({ backend, backendName, engines, now: () => isoNow(clock) });
    const creations = new OwnCreations(own);
    const moves = new MovesUnderWay(clock);
    const shared = { context, inventory: this.#inventory, events: this.#events, creations, moves };
    this.#links = settings.hosts.map(host => new EngineLink({ ...shared, settings: host }));
    const registries = settings.registries ?? [];
    const shown = { backend, clock, inventory: this.#inventory, links: this.#links };
    const options = { ...shown, own, creations, registries };
    this.#executor = new Executor(options);
    this.#maker = new DockerCreator(options);
    this.#mover = new DockerMigrator({ ...options, events: this.#events, moves });
    this.images = new DockerImages(backend, this.#links);
    const insides = new DockerInsides(backend, this.#links);
    this.logs = insides.logs;
    this.files = insides.files;
    this.consoles = new DockerConsoles({ backend, clock, links: this.#links });
  }

  capabilities = () => dockerCapabilities;

  start(sink: InventorySink): void {
    this.#inventory.open(sink);
    this.#events.open(sink);
    for (const link of this.#links) link.start(sink);
  }

  async stop(): Promise<void> {
    this.#stopping.abort(
      new ProviderError('backend.unavailable', 'The connection to this backend was closed'),
    );
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
    const args = checkedArgs(request, dockerCapabilities);
    if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
    return this.#guarded(control, c => this.#executor.act({ request, args, control: c }));
  }

  async resolve(request: ActionRequest, _handle: string | null, control: ActionControl): Promise<Resolution> {
    const args = checkedArgs(request, dockerCapabilities);
    return this.#guarded(control, c => this.#executor.resolve({ request, args, control: c }));
  }

  readonly creator: Creator = {
    create: (request, control) =>
      this.#guarded(control, ({ signal }) => this.#maker.create(request, { ...control, signal })),
    resolve: (request, _handle, control) =>
      this.#guarded(control, ({ signal }) => this.#maker.resolve(request, { ...control, signal })),
  };

  readonly migrator: Migrator = {
    survey: (request, signal) => this.#guarded({ signal }, c => this.#mover.survey(request, c.signal)),
    migrate: (request, control) =>
      this.#guarded(control, ({ signal }) => this.#mover.migrate(request, { ...control, signal })),
    follow: (request, handle, control) =>
      this.#guarded(control, ({ signal }) => this.#mover.follow(request, handle, { ...control, signal })),
    steer: (request, signal) => this.#guarded({ signal }, () => this.#mover.steer(request)),
  };

  async raw(kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'json'; text: string }> {
    const control = { signal, progress: () => {}, bind: async () => {} };
    const request = { operation: '', kind, id, action: 'raw', args: {}, before: {} };
    return this.#guarded(control, async c => ({
      format: 'json',
      text: await rawJson(this.#executor, { request, args: {}, control: c }),
    }));
  }

  /** Ends with the provider, and fails as a ProviderError whatever happens. */
  async #guarded<C extends { signal: AbortSignal }, T>(
    control: C,
    run: (control: C) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([control.signal, this.#stopping.signal]);
    try {
      await this.#listed(signal);
      return await run({ ...control, signal });
    } catch (error) {
      if (this.#stopping.signal.aborted) throw this.#stopping.signal.reason;
      throw toProviderError(error, control.signal);
    }
  }

  /** Until each engine has been listed or has failed to be. */
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
}
