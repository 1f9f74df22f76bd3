import type { Clock } from '@orrery/provider-kit/clock.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { ProvidedKind } from '@orrery/provider-kit/provider.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { OwnOperations } from '../own-operations.ts';
import type { Fact } from './translate.ts';

export interface Happening {
  kind: ProvidedKind;
  id: string;
  name: string;
  host: string;
  fact: Omit<Fact, 'type'> & { type: string };
}

/** Reports what happened, with the operation in whose course it did. */
export class EventLog {
  readonly #clock: Clock;
  readonly #own: OwnOperations;
  #sink: InventorySink | null = null;

  constructor(clock: Clock, own: OwnOperations) {
    this.#clock = clock;
    this.#own = own;
  }

  open(sink: InventorySink | null): void {
    this.#sink = sink;
  }

  report({ kind, id, name, host, fact }: Happening): void {
    const operation = this.#own.claim(id, fact.type);
    this.#sink?.event({
      ...fact,
      targetKind: kind,
      target: id,
      targetName: name,
      host,
      at: isoNow(this.#clock),
      ...(operation === undefined ? {} : { operation }),
    });
  }
}
