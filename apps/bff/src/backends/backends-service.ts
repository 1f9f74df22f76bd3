import type { BackendSettings, ConfigFile } from '@orrery/contract/backends/settings.ts';
import { backendKindSchema } from '@orrery/contract/backends/kinds.ts';
import type { ProbeReply } from '@orrery/contract/http/bodies.ts';
import type { Backend } from '@orrery/contract/resources/backend.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { asRequestError } from '../errors/provider-refusal.ts';
import { RequestError } from '../errors/request-error.ts';
import type { BackendIdentity } from '../inventory/backend-row.ts';
import type { InventoryLog, InventoryService } from '../inventory/inventory-service.ts';
import { requireCapable } from '../inventory/require.ts';
import type { AddBackend, BackendChange, Backends } from './api.ts';
import { BackendRuntime } from './backend-runtime.ts';
import type { BackendStore, StoredBackend } from './backend-store.ts';
import { type BuiltIn, demoBackend, type Found, findLocal } from './built-ins.ts';
import { refuseIndirectSecrets } from './browser-settings.ts';
import { withKeptSecrets, withoutSecrets } from './kept-secrets.ts';
import { withDeadline } from './deadline.ts';
import { notThereYet, type ProviderKinds } from './provider-kinds.ts';

/** Silence longer than this makes rows stale. Keep-alives and metrics come several times within it. */
const promiseSeconds = 30;
const probeMs = 20_000;
const refreshMs = 120_000;
const rawMs = 15_000;

export interface BackendsOptions {
  inventory: InventoryService;
  store: BackendStore;
  config: ConfigFile;
  /** True and false: as asked. Undefined: the demo is shown when nothing is configured. */
  demo: boolean | undefined;
  kinds: ProviderKinds;
  clock: Clock;
  log: InventoryLog;
  /** What runs on this machine; replaced in tests. */
  findLocal?: () => Promise<Found[]>;
  /** Refuses addresses that a browser may not make the BFF connect to, by throwing. */
  checkAddresses?: (settings: BackendSettings) => Promise<void>;
}

interface Opening {
  id: string;
  name: string;
  origin: Backend['origin'];
  settings: BackendSettings;
  demo?: boolean;
}

/** Opens every configured backend, each on its own: what one does is never felt by the others. */
export class BackendsService implements Backends {
  readonly #options: BackendsOptions;
  readonly #running = new Map<string, BackendRuntime>();
  /** Ids whose opening or closing is under way. */
  readonly #changing = new Set<string>();

  constructor(options: BackendsOptions) {
    this.#options = options;
  }

  /** Shows all backends; their connections come about in the background. */
  async start(): Promise<void> {
    const { config, store } = this.#options;
    for (const { id, name, ...settings } of config.backends) {
      this.#open({ id, name: name ?? id, origin: 'file', settings });
    }
    for (const stored of await store.list()) {
      const { id, name } = stored;
      if (this.#running.has(id)) this.#options.log('warn', 'the configuration file hides a backend', { id });
      else if (stored.settings !== null)
        this.#open({ id, name, origin: 'database', settings: stored.settings });
      else this.#openBroken(stored);
    }
    for (const { id, name, settings } of await this.#builtIns()) {
      if (!this.#running.has(id))
        this.#open({ id, name, origin: 'built-in', settings, demo: id === demoBackend.id });
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map(runtime => runtime.close()));
    this.#running.clear();
  }

  provider(id: string): Provider | undefined {
    return this.#running.get(id)?.provider;
  }

  demo(): boolean {
    return [...this.#running.values()].some(({ identity }) => identity.demo);
  }

  async add(backend: AddBackend): Promise<void> {
    const { id, name, settings } = backend;
    await this.#checkSettings(settings);
    if (this.#running.has(id) || this.#changing.has(id)) throw taken(id);
    this.#changing.add(id);
    try {
      if (!(await this.#options.store.add(backend, new Date(this.#options.clock.now())))) throw taken(id);
      this.#open({ id, name, origin: 'database', settings });
    } finally {
      this.#changing.delete(id);
    }
  }

  async remove(id: string): Promise<void> {
    const runtime = this.#editable(id);
    await this.#options.store.remove(id);
    await this.#close(id, runtime);
  }

  async settings(id: string): Promise<BackendSettings> {
    this.#editable(id);
    const { settings } = await this.#stored(id);
    if (settings === null)
      throw new RequestError('backend.unavailable', 'Its settings cannot be read; remove it and add it anew');
    return withoutSecrets(settings);
  }

  async change(id: string, change: BackendChange): Promise<void> {
    const runtime = this.#editable(id);
    const stored = await this.#stored(id);
    const name = change.name ?? stored.name;
    const settings = this.#settingsOf(stored, change.settings);
    await this.#checkSettings(settings);
    if (this.#changing.has(id)) throw new RequestError('backend.unavailable', 'It is being changed already');
    this.#changing.add(id);
    try {
      if (!(await this.#options.store.change({ id, name, settings }))) throw gone(id);
      await this.#close(id, runtime);
      this.#open({ id, name, origin: 'database', settings });
    } finally {
      this.#changing.delete(id);
    }
  }

  async probeChange(id: string, settings: BackendSettings, signal: AbortSignal): Promise<ProbeReply> {
    this.#editable(id);
    return this.probe(this.#settingsOf(await this.#stored(id), settings), signal);
  }

  #settingsOf({ settings: stored }: StoredBackend, asked: BackendSettings | undefined): BackendSettings {
    if (asked === undefined && stored === null)
      throw new RequestError('request.invalid', 'Its settings cannot be read: give them again');
    const settings = asked ?? stored;
    if (settings === null || settings === undefined)
      throw new RequestError('request.invalid', 'Give settings');
    if (stored !== null && settings.kind !== stored.kind)
      throw new RequestError('request.invalid', 'A backend stays of its kind; add another one instead');
    return withKeptSecrets(settings, stored);
  }

  async #stored(id: string): Promise<StoredBackend> {
    const found = (await this.#options.store.list()).find(one => one.id === id);
    if (found === undefined) throw gone(id);
    return found;
  }

  #editable(id: string): BackendRuntime {
    const runtime = this.#require(id);
    const { origin } = runtime.identity;
    if (origin === 'database') return runtime;
    const where =
      origin === 'file' ? 'It stands in the configuration file; change it there' : 'It is built in';
    throw new RequestError('backend.read-only', `${where}.`);
  }

  async #close(id: string, runtime: BackendRuntime): Promise<void> {
    this.#running.delete(id);
    await runtime.close();
    this.#options.inventory.close(id);
  }

  async probe(settings: BackendSettings, signal: AbortSignal): Promise<ProbeReply> {
    await this.#checkSettings(settings);
    const load = this.#options.kinds[settings.kind];
    if (load === undefined) return refusedProbe(settings, notThereYet(settings.kind));
    try {
      const module = await load();
      return await withDeadline(inner => module.probe(settings, inner), {
        ...this.#deadline(probeMs, 'The test'),
        signal,
      });
    } catch (error) {
      return refusedProbe(settings, error instanceof Error ? error.message : String(error));
    }
  }

  async refresh(id: string, signal: AbortSignal): Promise<void> {
    const provider = this.#connected(id);
    await this.#ask(inner => provider.refresh(inner), { ms: refreshMs, what: 'The list', signal });
  }

  async raw(instance: string, signal: AbortSignal): Promise<{ format: 'xml' | 'json'; text: string }> {
    const row = this.#options.inventory.store.get('instance', instance);
    if (!row?.backend) throw new RequestError('resource.not-found', 'There is no such instance');
    const provider = requireCapable(this.#connected(row.backend), 'instance.raw');
    const ask = { ms: rawMs, what: 'The description', signal };
    return this.#ask(inner => provider.raw('instance', instance, inner), ask);
  }

  async setup() {
    const local = await (this.#options.findLocal ?? findLocal)();
    const found = local.map(({ settings, address, usable, reason }) => ({
      backendKind: settings.kind,
      address,
      usable: usable && this.#options.kinds[settings.kind] !== undefined,
      reason: reason ?? (this.#options.kinds[settings.kind] ? null : notThereYet(settings.kind)),
    }));
    return { found, backends: this.#running.size };
  }

  async #builtIns(): Promise<BuiltIn[]> {
    const { demo, config, kinds } = this.#options;
    const configured = config.backends.length > 0;
    const built: BuiltIn[] = (demo ?? !configured) ? [demoBackend] : [];
    if (configured) return built;
    const local = await (this.#options.findLocal ?? findLocal)();
    return [
      ...built,
      ...local.filter(({ usable, settings }) => usable && kinds[settings.kind] !== undefined),
    ];
  }

  #open({ id, name, origin, settings, demo = false }: Opening): void {
    void this.#show({ id, name, kind: settings.kind, origin, demo, promiseSeconds }).open(settings);
  }

  #openBroken({
    id,
    name,
    kind,
    problem,
  }: {
    id: string;
    name: string;
    kind: string;
    problem: string;
  }): void {
    const parsed = backendKindSchema.safeParse(kind);
    if (!parsed.success)
      return this.#options.log('error', 'a stored backend is of an unknown kind', { id, kind });
    this.#show({ id, name, kind: parsed.data, origin: 'database', demo: false, promiseSeconds }).fail(
      problem,
    );
  }

  #show(identity: BackendIdentity): BackendRuntime {
    const { inventory, clock, kinds } = this.#options;
    const runtime = new BackendRuntime({ identity, inventory, clock, kinds, log: this.#logFor(identity.id) });
    this.#running.set(identity.id, runtime);
    return runtime;
  }

  async #checkSettings(settings: BackendSettings): Promise<void> {
    refuseIndirectSecrets(settings);
    await this.#options.checkAddresses?.(settings);
  }

  #require(id: string): BackendRuntime {
    const runtime = this.#running.get(id);
    if (runtime === undefined) throw gone(id);
    return runtime;
  }

  #connected(id: string): Provider {
    const { provider } = this.#require(id);
    if (provider === undefined) throw new RequestError('backend.unavailable', 'There is no connection to it');
    return provider;
  }

  async #ask<T>(
    run: (signal: AbortSignal) => Promise<T>,
    { ms, what, signal }: { ms: number; what: string; signal: AbortSignal },
  ): Promise<T> {
    try {
      return await withDeadline(run, { ...this.#deadline(ms, what), signal });
    } catch (error) {
      throw error instanceof ProviderError ? asRequestError(error) : error;
    }
  }

  #deadline(ms: number, what: string) {
    return { clock: this.#options.clock, ms, what };
  }

  #logFor(backend: string): InventoryLog {
    return (level, message, fields) => this.#options.log(level, message, { backend, ...fields });
  }
}

const gone = (id: string) => new RequestError('resource.not-found', `There is no backend ${id}`);

const taken = (id: string) =>
  new RequestError('name.taken', `There is a backend ${id} already; choose another id.`);

function refusedProbe(settings: BackendSettings, message: string): ProbeReply {
  const part = { address: settings.kind, ok: false, step: 'name' as const, message, advice: null };
  return { ok: false, parts: [{ ...part, version: null, latencyMs: null, fingerprint: null }] };
}
