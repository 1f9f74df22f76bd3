import type { BootCause, BootEnd } from '@orrery/contract/console/boot-log.ts';
import { Scrollback } from '../scrollback.ts';

/** A boot says 20 to 60 KiB; what is longer keeps its end, where it says what went wrong. */
export const mostOfOne = 256 * 1024;

export interface Boot {
  instance: string;
  /** Operation that began it. */
  operation: string;
  cause: BootCause;
}

/** What one boot said on the serial line. */
export class BootRecording {
  readonly boot: Boot;
  readonly startedAt: number;
  readonly said = new Scrollback(mostOfOne);
  /** When it was over; null while it is listened to. */
  endedAt: number | null = null;
  end: BootEnd | null = null;
  /** The instance has been off since: what runs now, if anything does, booted another time. */
  isPast = false;

  constructor(boot: Boot, startedAt: number) {
    this.boot = boot;
    this.startedAt = startedAt;
  }
}
