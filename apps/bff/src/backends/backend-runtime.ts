import type { BackendSettings } from '@orrery/contract/backends/settings.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { Provider, ProviderContext } from '@orrery/provider-kit/provider.ts';
import type { BackendIdentity } from '../inventory/backend-row.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { withDeadline } from './deadline.ts';
import { type AnyProviderModule, notThereYet, type ProviderKinds } from './provider-kinds.ts';

const stopMs = 5_000;

export interface RuntimeOptions {
  identity: BackendIdentity;
  inventory: InventoryService;
  clock: Clock;
  kinds: ProviderKinds;
  log: ProviderContext['log'];
}

/** One configured backend while the BFF runs: its feed into the inventory, and its provider if one could be made. */
export class BackendRuntime {
  readonly identity: BackendIdentity;
  readonly #options: RuntimeOptions;
  readonly #feed;
  #provider: Provider | undefined;
  #module: AnyProviderModule | undefined;
  #closed = false;

  constructor(options: RuntimeOptions) {
    this.identity = options.identity;
    this.#options = options;
    this.#feed = options.inventory.open(options.identity);
    this.#feed.capabilities = () => this.#capabilities();
  }

  get provider(): Provider | undefined {
    return this.#provider;
  }

  /** Never throws: a backend that cannot be opened is shown as down, with the reason. */
  async open(settings: BackendSettings): Promise<void> {
    const load = this.#options.kinds[settings.kind];
    if (load === undefined) return this.fail(notThereYet(settings.kind));
    try {
      this.#module = await load();
      if (this.#closed) return;
      const provider = this.#module.open(this.#context(), settings);
      this.#provider = provider;
      provider.start(this.#feed.sink);
    } catch (error) {
      this.#options.log('error', 'the provider could not be started', { error });
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  fail(reason: string): void {
    this.#feed.fail(reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const provider = this.#provider;
    this.#provider = undefined;
    if (provider === undefined) return;
    const deadline = { clock: this.#options.clock, ms: stopMs, what: 'Closing the connections' };
    try {
      await withDeadline(() => provider.stop(), deadline);
    } catch (error) {
      this.#options.log('warn', 'the provider did not stop cleanly', { error });
    }
  }

  #capabilities() {
    try {
      return this.#provider?.capabilities() ?? this.#module?.capabilities;
    } catch (error) {
      this.#options.log('error', 'the provider could not say what it can do', { error });
      return this.#module?.capabilities;
    }
  }

  #context(): ProviderContext {
    const { identity, clock, log } = this.#options;
    return { backend: identity.id, backendName: identity.name, clock, random: Math.random, log };
  }
}
