import type { Clock } from './clock.ts';
import { isoNow } from './clock.ts';
import type { ProvidedKind } from './provided-kinds.ts';
import type { InventorySink, ReportedEvent } from './sink.ts';
import type { OwnOperations } from './own-operations.ts';

/** What happened, in the common words. */
export interface Fact {
  type: string;
  severity: ReportedEvent['severity'];
  /** Names no host: tenants read it. */
  message: string;
}

export interface Happening {
  kind: ProvidedKind;
  id: string;
  name: string;
  /** Null: of no one host. */
  host: string | null;
  fact: Fact;
  /** When the backend says so, ISO 8601; absent: now. */
  at?: string;
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

  /** Of a host itself: that it was lost, or is back. */
  reportHost(host: { id: string; name: string }, fact: Fact): void {
    this.report({ kind: 'host', ...host, host: host.id, fact });
  }

  report({ kind, id, name, host, fact, at }: Happening): void {
    const operation = this.#own.claim(id, fact.type);
    this.#sink?.event({
      ...fact,
      targetKind: kind,
      target: id,
      targetName: name,
      host,
      at: at ?? isoNow(this.#clock),
      ...(operation === undefined ? {} : { operation }),
    });
  }
}
