import type { BackendPart } from '@orrery/contract/resources/backend.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { Provider, ProviderContext } from '@orrery/provider-kit/provider.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import type { Creator } from '@orrery/provider-kit/creator.ts';
import type { Exporter } from '@orrery/provider-kit/exporter.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provided-kinds.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Consoles } from '@orrery/provider-kit/console.ts';
import type { Migrator } from '@orrery/provider-kit/migrator.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { simulatorCapabilities } from './capabilities.ts';
import { simulatorConsoles } from './console/consoles.ts';
import { simulatorCreator } from './creation/creator.ts';
import { simulatorExporter } from './creation/exporter.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { hostOf, unreachable } from './reach.ts';
import { latencyMsAt } from './load/host-load.ts';
import { listAll, listFrame, listHost } from './listing.ts';
import { mapContext } from './map/context.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { toReported } from './map/resources.ts';
import { simulatorMigrator } from './migration/migrator.ts';
import { pumpMetrics } from './metrics-pump.ts';
import { PushChannel } from './push-channel.ts';
import type { SimTask } from './tasks.ts';
import type { SimHost, SimResource } from './world/model.ts';

/** The slow relist behind the push channel. */
const relistEveryMs = 300_000;
/** A cut connection is noticed by a missed heartbeat. */
const heartbeatMs = 1_500;
/** How often each connection says that it is alive. */
const healthEveryMs = 10_000;
const version = 'Simulator 1.0';

export class SimulatorProvider implements Provider {
  readonly #context: ProviderContext;
  readonly #dataCentre: SimulatedDataCentre;
  readonly #stopping = new AbortController();
  #sink: InventorySink | null = null;
  readonly #ends = new Set<() => void>();
  /** Hosts seen as down. */
  readonly #lost = new Set<SimHost>();

  /** `onStop`: what ends with this provider; nothing where the data centre outlives it. */
  constructor(context: ProviderContext, dataCentre: SimulatedDataCentre, onStop: () => void = () => {}) {
    this.#context = context;
    this.#dataCentre = dataCentre;
    this.#ends.add(onStop);
  }

  capabilities = () => simulatorCapabilities;

  get creator(): Creator {
    return simulatorCreator({
      backend: this.#context.backend,
      dataCentre: this.#dataCentre,
      follow: (task, control) => this.#follow(task, control),
    });
  }

  get migrator(): Migrator {
    return simulatorMigrator({
      backend: this.#context.backend,
      dataCentre: this.#dataCentre,
      closed: this.#stopping.signal,
      native: id => this.#native(id),
    });
  }

  get exporter(): Exporter {
    return simulatorExporter({ dataCentre: this.#dataCentre, native: id => this.#native(id) });
  }

  get consoles(): Consoles {
    const { clock } = this.#context;
    return simulatorConsoles({
      dataCentre: this.#dataCentre,
      now: () => clock.now(),
      native: id => this.#native(id),
    });
  }

  start(sink: InventorySink): void {
    if (this.#sink) throw new ProviderError('internal', 'This provider was started already');
    this.#sink = sink;
    this.#begin(sink).catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return;
      this.#context.log('error', 'The simulated data centre could not be listed', { error: String(error) });
    });
  }

  async #begin(sink: InventorySink): Promise<void> {
    await this.#dataCentre.populate();
    if (this.#stopping.signal.aborted) return;
    sink.about({ version, address: `simulator, seed ${this.#dataCentre.settings.seed}` });
    for (const host of this.#dataCentre.world.hosts) this.#greet(host, sink);
    // Listening comes first: what changes while the list is on its way is told again.
    const channel = new PushChannel({
      ...this.#target(sink),
      onReach: host => this.#reachChanged(host, sink),
    });
    this.#ends.add(channel.open());
    await listAll(this.#target(sink));
    this.#ends.add(pumpMetrics(this.#target(sink), sink));
    this.#repeat(healthEveryMs, () => {
      for (const host of this.#dataCentre.world.hosts)
        if (!this.#lost.has(host)) sink.health(this.#part(host));
    });
    this.#repeat(relistEveryMs, () => {
      this.refresh(this.#stopping.signal).catch(() => this.#context.log('debug', 'A relist was cut short'));
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new ProviderError('cancelled', 'The connection was closed'));
    for (const end of this.#ends) end();
    this.#ends.clear();
    await Promise.resolve();
  }

  async refresh(signal: AbortSignal): Promise<void> {
    await this.#dataCentre.populate();
    const sink = this.#sink;
    if (!sink) throw new ProviderError('internal', 'Start the provider before refreshing it');
    await listAll({ ...this.#target(sink), signal: AbortSignal.any([signal, this.#stopping.signal]) });
  }

  async act(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    this.#refuseMissing(request);
    await this.#dataCentre.populate();
    if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
    const task = this.#dataCentre.call({ ...request, native: this.#native(request.id) });
    await control.bind(task.id);
    return await this.#follow(task, control);
  }

  async resolve(request: ActionRequest, handle: string | null, control: ActionControl): Promise<Resolution> {
    await this.#dataCentre.populate();
    this.#dataCentre.count('look');
    const { tasks } = this.#dataCentre;
    const task =
      (handle === null ? undefined : tasks.find(handle)) ?? tasks.findByOperation(request.operation);
    if (!task) return { state: 'not-started' };
    try {
      const { message } = await this.#follow(task, control);
      return message === undefined ? { state: 'succeeded' } : { state: 'succeeded', message };
    } catch (error) {
      if (error instanceof ProviderError && task.outcome)
        return { state: 'failed', code: error.code, message: error.message };
      throw error;
    }
  }

  async raw(kind: ProvidedKind, id: string, signal: AbortSignal): Promise<{ format: 'json'; text: string }> {
    await this.#dataCentre.populate();
    signal.throwIfAborted();
    this.#dataCentre.count('raw');
    const resource = this.#dataCentre.find(kind, this.#native(id));
    if (!resource) throw new ProviderError('resource.not-found', `There is no ${kind} ${id} here`);
    const host = hostOf(resource);
    if (host && !host.reachable) throw unreachable();
    return { format: 'json', text: JSON.stringify(this.#describe(resource), null, 2) };
  }

  #describe(resource: SimResource): unknown {
    const { backend, clock } = this.#context;
    return { simulated: true, ...toReported(resource, mapContext(backend, clock.now(), 'poll')) };
  }

  #refuseMissing(request: ActionRequest): void {
    for (const [capability, supported] of Object.entries(simulatorCapabilities))
      if (capability === `${request.kind}.${request.action}` && supported !== true)
        throw new ProviderError('capability.missing', supported);
  }

  /** Follows a task to its end; cancels it when the caller does, but not when only this connection ends. */
  async #follow(task: SimTask, control: ActionControl): Promise<ActionResult> {
    const unwatch = task.watch(control.progress);
    const cancel = () => task.cancel(new ProviderError('cancelled', `${task.action} was cancelled`));
    control.signal.addEventListener('abort', cancel, { once: true });
    if (control.signal.aborted) cancel();
    const closed = Promise.withResolvers<never>();
    const close = () =>
      closed.reject(new ProviderError('backend.unavailable', 'The connection was closed; the task goes on'));
    this.#stopping.signal.addEventListener('abort', close, { once: true });
    try {
      const outcome = await Promise.race([task.ended, closed.promise]);
      if (outcome.state === 'failed') throw outcome.error;
      return { message: outcome.message };
    } finally {
      unwatch();
      control.signal.removeEventListener('abort', cancel);
      this.#stopping.signal.removeEventListener('abort', close);
    }
  }

  #native(id: string): string {
    const prefix = idOf(this.#context.backend, '');
    if (!id.startsWith(prefix))
      throw new ProviderError('resource.not-found', `${id} does not belong to this backend`);
    return id.slice(prefix.length);
  }

  #target(sink: InventorySink) {
    const { backend, clock } = this.#context;
    return { dataCentre: this.#dataCentre, clock, backend, sink, signal: this.#stopping.signal };
  }

  #part(host: SimHost): BackendPart {
    const down = this.#lost.has(host);
    return {
      name: host.name,
      address: host.address,
      status: down ? 'down' : 'up',
      reason: down ? 'No answer on its management connection' : null,
      latencyMs: down ? null : latencyMsAt(host, this.#context.clock.now()),
      lastSeenAt: down ? null : isoNow(this.#context.clock),
    };
  }

  #greet(host: SimHost, sink: InventorySink): void {
    if (!host.reachable) this.#lost.add(host);
    sink.health(this.#part(host));
  }

  /**
   * A host was cut off or came back: a heartbeat later it is known. One that is back is listed anew, however short the
   * cut was, because nothing was heard of it meanwhile.
   */
  #reachChanged(host: SimHost, sink: InventorySink): void {
    this.#later(heartbeatMs, () => {
      if (host.reachable) {
        this.#lost.delete(host);
        listFrame(this.#target(sink));
        listHost(host, this.#target(sink));
      } else this.#lost.add(host);
      sink.health(this.#part(host));
    });
  }

  /** Runs once, unless stopped before. */
  #later(ms: number, run: () => void): void {
    const cancel = this.#context.clock.after(ms, () => {
      this.#ends.delete(cancel);
      run();
    });
    this.#ends.add(cancel);
  }

  #repeat(everyMs: number, run: () => void): void {
    this.#later(everyMs, () => {
      run();
      this.#repeat(everyMs, run);
    });
  }
}
