import type { BootEnd } from '@orrery/contract/console/boot-log.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { ConsoleEnd } from '@orrery/provider-kit/console.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ConsoleService } from '../console-service.ts';
import { type Boot, BootRecording } from './boot-recording.ts';
import type { BootShelf } from './boot-shelf.ts';

const lookEveryMs = 1_000;
/** Said nothing for so long, and an address or the agent is known: it is up. */
export const settledMs = 10_000;
/** The same without either: many guests have no network, and some stop at a prompt. */
export const quietMs = 30_000;
/** However much it says. */
export const mostMs = 5 * 60_000;
/** An operation can end before the row says that the instance runs. */
const rowLagsMs = 30_000;

export interface FollowerOptions {
  consoles: Pick<ConsoleService, 'follow'>;
  shelf: BootShelf;
  clock: Clock;
  /** The row as it is now. */
  row: () => Instance | undefined;
  onOver: () => void;
}

type Stage = { is: 'waiting' } | { is: 'opening' } | { is: 'hearing'; leave: () => void } | { is: 'over' };

/** Listens to the serial line of one instance, as a quiet viewer, until its boot is over (CO-30 to CO-32). */
export class BootFollower {
  readonly boot: Boot;
  readonly #options: FollowerOptions;
  #stage: Stage = { is: 'waiting' };
  #recording: BootRecording | undefined;
  #heardAt: number;
  /** When the operation was done. */
  #doneAt: number | null = null;
  #cancel: () => void = () => undefined;

  constructor(boot: Boot, options: FollowerOptions) {
    this.boot = boot;
    this.#options = options;
    this.#heardAt = options.clock.now();
  }

  start(): void {
    this.look();
    this.#tick();
  }

  /** The row may have changed. */
  look(): void {
    if (this.#stage.is !== 'waiting') return;
    const row = this.#options.row();
    if (row && canBeHeard(row)) void this.#open(row);
  }

  operationEnded({ failed }: { failed: boolean }): void {
    this.#doneAt ??= this.#options.clock.now();
    if (failed && this.#recording === undefined) this.finish('stopped');
  }

  finish(end: BootEnd): void {
    if (this.#stage.is === 'over') return;
    const stage = this.#stage;
    this.#stage = { is: 'over' };
    this.#cancel();
    if (this.#recording) {
      this.#recording.endedAt = this.#options.clock.now();
      this.#recording.end = end;
    }
    if (stage.is === 'hearing') stage.leave();
    this.#options.onOver();
  }

  async #open({ backend }: Instance): Promise<void> {
    this.#stage = { is: 'opening' };
    const { consoles } = this.#options;
    try {
      const { instance, cause } = this.boot;
      // Somebody may look already: then the line has spoken of what ran before a reboot.
      const from = cause === 'reboot' || cause === 'reset' ? 'now' : 'beginning';
      const leave = await consoles.follow(
        { instance, backend, from },
        { hear: bytes => this.#hear(bytes), ended: end => this.#ended(end) },
      );
      // While it was opened everything can have ended.
      if (this.#stage.is === 'opening') this.#hearing(leave);
      else leave();
    } catch (error) {
      this.#refused(error);
    }
  }

  #hearing(leave: () => void): void {
    this.#stage = { is: 'hearing', leave };
    this.#heardAt = this.#options.clock.now();
    this.#record();
  }

  #record(): BootRecording {
    if (this.#recording) return this.#recording;
    this.#recording = new BootRecording(this.boot, this.#options.clock.now());
    this.#options.shelf.put(this.#recording);
    return this.#recording;
  }

  #hear(bytes: Uint8Array): void {
    if (this.#stage.is === 'over') return;
    this.#heardAt = this.#options.clock.now();
    this.#options.shelf.hear(this.#record(), bytes);
  }

  /** Somebody else at the back end goes first (CO-31); whatever else it was is tried again. */
  #refused(error: unknown): void {
    if (this.#stage.is !== 'opening') return;
    this.#stage = { is: 'waiting' };
    const code = error instanceof ProviderError ? error.code : null;
    if (code === 'backend.refused') this.finish('taken');
    if (code === 'capability.missing') this.finish('stopped');
  }

  #ended({ reason }: ConsoleEnd): void {
    if (this.#stage.is === 'over') return;
    this.#stage = { is: 'waiting' };
    if (reason === 'taken') return this.finish('taken');
    if (reason === 'closed' || reason === 'exited') return this.finish('stopped');
    // A start in the middle of an operation may take it down once more.
    if (reason === 'stopped' && this.#doneAt !== null) this.finish('stopped');
  }

  #tick(): void {
    this.#cancel = this.#options.clock.after(lookEveryMs, () => {
      this.look();
      const end = this.#over();
      if (end !== null) return this.finish(end);
      if (this.#stage.is !== 'over') this.#tick();
    });
  }

  #over(): BootEnd | null {
    const now = this.#options.clock.now();
    if (this.#recording && now - this.#recording.startedAt >= mostMs) return 'limit';
    if (this.#doneAt === null) return null;
    if (this.#stage.is !== 'hearing') return now - this.#doneAt >= rowLagsMs ? 'stopped' : null;
    const quiet = now - Math.max(this.#heardAt, this.#doneAt);
    const row = this.#options.row();
    if (row && this.#isUp(row) && quiet >= settledMs) return 'ready';
    return quiet >= quietMs ? 'quiet' : null;
  }

  /** Only a new instance's address is news: others have theirs from before. */
  #isUp({ addresses, agent }: Instance): boolean {
    return agent === 'connected' || (this.boot.cause === 'create' && addresses.length > 0);
  }
}

const canBeHeard = ({ powerState, consoles }: Instance): boolean =>
  powerState === 'running' && consoles.includes('serial');
