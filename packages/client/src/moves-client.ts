import { migrationOptionsSchema } from '@orrery/contract/migrations/options.ts';
import { ask } from './ask.ts';
import type { Transport } from './transport.ts';

/** Moving instances between hosts: what each host would take, before anything is asked for. Reach it as `orrery.moves`. */
export class MovesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Every other host: can it take the instance, why not, and what the move would cost. */
  options(instance: string, signal?: AbortSignal) {
    return ask(this.#transport, 'migrationOptions', migrationOptionsSchema, {
      params: { id: instance },
      signal,
    });
  }
}
