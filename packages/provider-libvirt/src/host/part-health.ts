import type { BackendPart } from '@orrery/contract/resources/backend.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import { hostKinds } from '../inventory/inventory.ts';

type State = Pick<BackendPart, 'status' | 'reason' | 'latencyMs' | 'lastSeenAt'>;

/**
 * Health of one connection under the name of its host. Until the daemon has told that name, a failure is reported under
 * the address; once the name is known the address stands for the same connection, so that it does not stay down for ever.
 */
export class PartHealth {
  readonly #label: string;
  readonly #address: string;
  #name: string | null = null;
  #labelUsed = false;
  #labelSettled = false;
  #sink: InventorySink | null = null;

  constructor(label: string, address: string) {
    this.#label = label;
    this.#address = address;
  }

  open(sink: InventorySink | null): void {
    this.#sink = sink;
  }

  /** Who it is: the host's name, or the address while that is unknown. */
  get name(): string {
    return this.#name ?? this.#label;
  }

  know(name: string): void {
    this.#name = name;
  }

  report(state: State): void {
    const part = { address: this.#address, ...state };
    if (this.#name === null) this.#labelUsed = true;
    this.#sink?.health({ name: this.name, ...part });
    if (this.#name === null || !this.#labelUsed || this.#label === this.#name) return;
    this.#sink?.health({ name: this.#label, ...part });
    if (this.#labelSettled) return;
    this.#labelSettled = true;
    this.#sink?.replace({ part: this.#label, kinds: hostKinds, resources: [] });
  }
}
