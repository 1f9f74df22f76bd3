import type { BackendPart } from '@orrery/contract/resources/backend.ts';
import type { InventorySink } from './sink.ts';

type Seen = Pick<BackendPart, 'latencyMs' | 'lastSeenAt'>;

/** Health of one connection under the name of its host; under its address until the daemon has told that name. */
export class PartHealth {
  readonly #label: string;
  readonly #address: string;
  #name: string | null = null;
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

  /** `seen`: null while it was never reached. */
  report(status: BackendPart['status'], reason: string | null, seen: Seen | null): void {
    const { latencyMs, lastSeenAt } = seen ?? { latencyMs: null, lastSeenAt: null };
    const part = { name: this.name, address: this.#address, status, reason, latencyMs, lastSeenAt };
    this.#sink?.health(part, this.#label);
  }
}
