import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { DirtyMeasurement } from '@orrery/migration-model/sample.ts';
import type { MeasuringTime, Migrator } from '@orrery/provider-kit/migrator.ts';

/** What the guest wrote, as it was measured lately, is as good as measuring it again. */
const measurementLastsMs = 5 * 60_000;
/** A look is a long one from here on. */
const longSeconds = 4;
const longLookMs = 20_000;

interface Known {
  at: number;
  dirtying: readonly DirtyMeasurement[];
}

/** Remembers what guests wrote when they were looked at, and looks longer at one while nobody waits (MG-19). */
export class GuestWriting {
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();
  /** Those that are being looked at: whoever asks meanwhile gets the same. */
  readonly #looking = new Map<string, Promise<void>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  of(instance: string): readonly DirtyMeasurement[] {
    this.#forgetOld();
    return this.#known.get(instance)?.dirtying ?? [];
  }

  /** What a survey on behalf of somebody who waits should measure. */
  timeFor(instance: Instance): MeasuringTime {
    return instance.powerState !== 'running' || this.of(instance.id).length > 0 ? 'none' : 'short';
  }

  /** A second look at what was looked at briefly would tell more. */
  couldBeBetter(instance: Instance): boolean {
    const known = this.of(instance.id);
    return (
      instance.powerState === 'running' &&
      instance.status !== 'migrating' &&
      known.length > 0 &&
      known.every(({ windowSeconds }) => windowSeconds < longSeconds)
    );
  }

  /** Goes on with what is known; short looks and long ones count together. */
  learn(instance: string, dirtying: readonly DirtyMeasurement[]): void {
    if (dirtying.length === 0) return;
    const before = this.of(instance);
    this.#known.set(instance, { at: this.#now(), dirtying: [...before, ...dirtying] });
  }

  /**
   * Looks for a longer time. What the back end cannot, or drops because the instance is moved meanwhile, is left as it
   * is. Whoever asked may go: the look goes on, and is there when they ask again.
   */
  async lookLonger(instance: Instance, migrator: Migrator): Promise<void> {
    const running = this.#looking.get(instance.id);
    if (running) return running;
    if (!this.couldBeBetter(instance)) return;
    const looking = this.#look(instance, migrator).finally(() => this.#looking.delete(instance.id));
    this.#looking.set(instance.id, looking);
    return looking;
  }

  async #look({ id }: Instance, migrator: Migrator): Promise<void> {
    try {
      const request = { instance: id, hosts: [], measure: 'long' as const };
      const { dirtying } = await migrator.survey(request, AbortSignal.timeout(longLookMs));
      this.learn(id, dirtying);
    } catch {
      // It would only have made the forecast better: why it could not, the survey that follows says.
      return;
    }
  }

  #forgetOld(): void {
    for (const [id, { at }] of this.#known)
      if (this.#now() - at >= measurementLastsMs) this.#known.delete(id);
  }
}
