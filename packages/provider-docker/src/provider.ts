import type { DockerSettings } from '@orrery/contract/backends/settings.ts';
import { actionsOn } from '@orrery/provider-kit/actions-by-kind.ts';
import { lookingCall, quietControl } from '@orrery/provider-kit/calls.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import { EventLog } from '@orrery/provider-kit/event-log.ts';
import { Gate, gatedCreator } from '@orrery/provider-kit/gate.ts';
import type { Files, Logs, OwnImages } from '@orrery/provider-kit/insides.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import { OwnCreations } from '@orrery/provider-kit/own-creations.ts';
import { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { Provider, ProviderContext } from '@orrery/provider-kit/provider.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import type { Creator } from '@orrery/provider-kit/creator.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { checkedArgs } from '@orrery/provider-kit/validate.ts';
import { actionsByKind } from './actions/by-kind.ts';
import { Executor } from './actions/executor.ts';
import { capabilitiesOf } from './capabilities.ts';
import { DockerConsoles } from './consoles/consoles.ts';
import { DockerCreator } from './create/creator.ts';
import { DockerInsides } from './consoles/insides.ts';
import { EngineLink } from './engine/engine-link.ts';
import { toProviderError } from './errors.ts';
import { DockerImages } from './images/own-images.ts';
import { FleetInventory } from './inventory/inventory.ts';
import { DockerMigrator } from './relocate/migrator.ts';
import { MovesUnderWay } from './relocate/moves-under-way.ts';
import { rawJson } from './raw.ts';

/** Several engines as one cluster. Each has its own connections: none waits for another. */
export class DockerProvider implements Provider {
  readonly #inventory: FleetInventory;
  readonly #events: EventLog;
  readonly #links: EngineLink[];
  readonly #executor: Executor;
  readonly #gate: Gate;
  readonly creator: Creator;
  readonly consoles: DockerConsoles;
  readonly images: OwnImages;
  readonly logs: Logs;
  readonly files: Files;
  readonly #mover: DockerMigrator;

  constructor(context: ProviderContext, settings: DockerSettings) {
    const { backend, backendName, clock } = context;
    const own = new OwnOperations(clock);
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
    const tried = () => Promise.all(this.#links.map(link => link.tried));
    this.#gate = new Gate({ clock, tried, explain: toProviderError });
    this.creator = gatedCreator(this.#gate, new DockerCreator(options));
    this.#mover = new DockerMigrator({ ...options, events: this.#events, moves });
    this.images = new DockerImages(backend, this.#links);
    const insides = new DockerInsides(backend, this.#links);
    this.logs = insides.logs;
    this.files = insides.files;
    this.consoles = new DockerConsoles({ backend, clock, links: this.#links });
  }

  capabilities = () => capabilitiesOf([...this.#inventory.hosts.values()]);

  start(sink: InventorySink): void {
    this.#inventory.open(sink);
    this.#events.open(sink);
    for (const link of this.#links) link.start(sink);
  }

  async stop(): Promise<void> {
    this.#gate.close();
    this.#inventory.close();
    this.#events.open(null);
    for (const link of this.#links) link.stop();
    await Promise.resolve();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await this.#gate.pass({ signal }, c => Promise.all(this.#links.map(link => link.refresh(c.signal))));
  }

  async act(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    const args = checkedArgs(request, this.capabilities());
    const { act } = actionsOn(actionsByKind, request.kind);
    return this.#gate.begin(control, c => act(this.#executor, { request, args, control: c }));
  }

  async resolve(request: ActionRequest, _handle: string | null, control: ActionControl): Promise<Resolution> {
    const args = checkedArgs(request, this.capabilities());
    const { resolve } = actionsOn(actionsByKind, request.kind);
    return this.#gate.pass(control, async c => resolve(this.#executor, { request, args, control: c }));
  }

  readonly migrator: Migrator = {
    survey: (request, signal) => this.#gate.pass({ signal }, c => this.#mover.survey(request, c.signal)),
    migrate: (request, control) => this.#gate.pass(control, c => this.#mover.migrate(request, c)),
    follow: (request, handle, control) =>
      this.#gate.pass(control, c => this.#mover.follow(request, handle, c)),
    steer: (request, signal) => this.#gate.pass({ signal }, () => this.#mover.steer(request)),
  };

  async raw(kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'json'; text: string }> {
    return this.#gate.pass(quietControl(signal), async control => ({
      format: 'json',
      text: await rawJson(this.#executor, lookingCall(kind, id, control)),
    }));
  }
}
