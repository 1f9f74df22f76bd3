import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { Mortal } from './mortal.ts';

/** How something that Orrery waits for can go wrong without Orrery dying of it. */
export type Fault = 'silent' | 'away' | 'broken';

/** A process in which the n-th of certain calls goes wrong; all others are as they should be. */
export class Faulty extends Mortal {
  readonly #at: number;
  readonly #fault: Fault;
  readonly #calls: RegExp;
  #seen = 0;
  /** The call that went wrong. */
  hit: string | null = null;

  constructor(at: number, fault: Fault, calls: RegExp) {
    super();
    this.#at = at;
    this.#fault = fault;
    this.#calls = calls;
  }

  override async around<T>(name: string, run: () => Promise<T>): Promise<T> {
    if (!this.#calls.test(name) || ++this.#seen !== this.#at) return super.around(name, run);
    this.hit = name;
    if (this.#fault === 'away') throw new ProviderError('backend.unavailable', 'It is away');
    if (this.#fault === 'broken') throw new TypeError('Cannot read properties of undefined');
    return new Promise<T>(() => {});
  }
}
