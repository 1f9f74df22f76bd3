import type { MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { MigrateControl } from '@orrery/provider-kit/migrator.ts';
import { repeat } from '@orrery/provider-kit/repeat.ts';
import type { Stage } from '@orrery/migration-model/sample.ts';

const everyMs = 400;

const stages: Partial<Record<MigrationPhase, Stage>> = {
  'copy-disks': 'disks',
  'switch-over': 'switching-over',
  finish: 'switching-over',
  verify: 'switching-over',
};

/** Says how a move stands: at each phase, and in between at least twice a second. */
export class Telling {
  readonly #control: MigrateControl;
  readonly #clock: Clock;
  readonly #began: number;
  readonly #stop: () => void;
  #phase: MigrationPhase = 'check';
  totalBytes = 0;
  doneBytes = 0;

  constructor(control: MigrateControl, clock: Clock, began: number) {
    this.#control = control;
    this.#clock = clock;
    this.#began = began;
    const run = async () => this.#sample();
    this.#stop = repeat({ clock, everyMs, run, onError: () => {} });
  }

  phase(phase: MigrationPhase): void {
    this.#phase = phase;
    this.#control.moved({ phase });
    this.#control.progress({ phase });
    this.#sample();
  }

  /** From here on it cannot be called off. */
  noReturn(): void {
    this.#control.moved({ pointOfNoReturn: true, cancellable: false });
  }

  end(): void {
    this.#stop();
  }

  #sample(): void {
    const { totalBytes } = this;
    // Sizes are what was found beforehand; a tar has a little more around it.
    const doneBytes = Math.min(this.doneBytes, totalBytes);
    const disk = totalBytes > 0 ? { disk: { totalBytes, doneBytes } } : {};
    const atMs = Math.max(0, this.#clock.now() - this.#began);
    this.#control.moved({ sample: { atMs, stage: stages[this.#phase] ?? 'preparing', ...disk } });
  }
}
