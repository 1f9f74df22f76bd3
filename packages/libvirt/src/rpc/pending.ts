import type { Clock } from '../clock.ts';
import { CallTimeoutError, type RemoteError } from '../errors.ts';
import type { XdrReader } from '../xdr/reader.ts';
import type { CallOptions } from './procedure.ts';

/** What to do with an answer, or with its absence. */
export interface Settlement {
  /** Decodes and resolves; throws ProtocolError before it resolves. */
  succeed: (reader: XdrReader) => void;
  refuse: (error: RemoteError) => void;
  fail: (reason: unknown) => void;
}

/** One call between being asked for and being answered. */
export class PendingCall {
  readonly name: string;
  readonly #settlement: Settlement;
  #cleanups: (() => void)[] = [];
  #settled = false;
  sentAt = 0;

  constructor(name: string, settlement: Settlement) {
    this.name = name;
    this.#settlement = settlement;
  }

  /** True when nobody waits for it any more (deadline, abort). Its answer is still due. */
  get settled(): boolean {
    return this.#settled;
  }

  watch(clock: Clock, options: CallOptions, onGivenUp: () => void): void {
    const giveUp = (reason: unknown) => {
      this.fail(reason);
      onGivenUp();
    };
    const { signal, deadlineMs } = options;
    if (deadlineMs !== undefined) {
      this.#cleanups.push(clock.after(deadlineMs, () => giveUp(new CallTimeoutError(this.name, deadlineMs))));
    }
    if (signal) {
      const onAbort = () => giveUp(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#cleanups.push(() => signal.removeEventListener('abort', onAbort));
    }
  }

  succeed(reader: XdrReader): void {
    if (this.#settled) return;
    this.#settlement.succeed(reader);
    this.#settle(() => {});
  }

  refuse(error: RemoteError): void {
    this.#settle(() => this.#settlement.refuse(error));
  }

  fail(reason: unknown): void {
    this.#settle(() => this.#settlement.fail(reason));
  }

  #settle(how: () => void): void {
    if (this.#settled) return;
    this.#settled = true;
    for (const cleanup of this.#cleanups) cleanup();
    this.#cleanups = [];
    how();
  }
}
