import { type Clock, pause } from './clock.ts';
import type { Creator } from './creator.ts';
import { ProviderError } from './provider-error.ts';

/** After a start, calls wait this long for everything to be listed. */
const firstListMs = 20_000;

export interface GateOptions {
  clock: Clock;
  /** Each part of the backend has been listed, or has failed to be. */
  tried: () => Promise<unknown>;
  /** What the vendor's library throws, as the one error that leaves a provider. */
  explain: (error: unknown, signal: AbortSignal) => ProviderError;
}

interface Cancellable {
  signal: AbortSignal;
}

/**
 * What every call of a provider goes through: it waits for the first list, ends when the provider is stopped, and fails
 * as a ProviderError whatever happens.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #closing = new AbortController();

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Aborts when the provider is stopped. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  close(): void {
    this.#closing.abort(
      new ProviderError('backend.unavailable', 'The connection to this backend was closed'),
    );
  }

  /** For what changes something: does not wait when it is called off already. */
  async begin<C extends Cancellable, T>(control: C, run: (control: C) => Promise<T>): Promise<T> {
    if (control.signal.aborted) throw new ProviderError('cancelled', 'Cancelled before it began');
    return this.pass(control, run);
  }

  pass<C extends Cancellable, T>(control: C, run: (control: C) => Promise<T>): Promise<T> {
    const signal = AbortSignal.any([control.signal, this.closing]);
    return this.#guarded(control.signal, () => run({ ...control, signal }));
  }

  /** For what outlives the wish to call it off: it says itself when it ends. */
  passUncut<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    return this.#guarded(signal, run);
  }

  async #guarded<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    try {
      await this.#listed(AbortSignal.any([signal, this.closing]));
      return await run();
    } catch (error) {
      if (this.closing.aborted) throw this.closing.reason;
      throw this.#options.explain(error, signal);
    }
  }

  async #listed(signal: AbortSignal): Promise<void> {
    const waiting = new AbortController();
    const limit = pause(this.#options.clock, firstListMs, AbortSignal.any([signal, waiting.signal]));
    try {
      await Promise.race([this.#options.tried(), limit]);
    } finally {
      limit.catch(() => {});
      waiting.abort();
    }
    signal.throwIfAborted();
  }
}

/** A creator behind the gate. */
export const gatedCreator = (gate: Gate, creator: Creator): Creator => ({
  create: (request, control) => gate.begin(control, c => creator.create(request, c)),
  resolve: (request, handle, control) => gate.pass(control, c => creator.resolve(request, handle, c)),
});
