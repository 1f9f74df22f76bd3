import type { ConsoleLink } from '@orrery/client/console/console-link.ts';
import type { Chord } from './chords.ts';

/** A text that is being typed: who watches it, and may end it. */
export interface Typing {
  signal: AbortSignal;
  /** So much of it is typed, from 0 to 1. */
  typed: (fraction: number) => void;
}

/** What draws a console into an element: a terminal or a screen. */
export interface ConsoleView {
  /** The connection stands. */
  attach: (link: ConsoleLink) => void;
  bytes: (bytes: Uint8Array) => void;
  /** A word of ours between what the instance says. */
  note: (text: string) => void;
  /** Types a text as if on the keyboard, until it ends or is ended. */
  type: (text: string, typing: Typing) => Promise<void>;
  press: (chord: Chord) => void;
  focus: () => void;
  dispose: () => void;
}

export interface ViewOptions {
  /** Where it is drawn. */
  element: HTMLElement;
  label: string;
}

/** Does one after the other with a pause after each. */
export async function inSteps<T>(
  steps: readonly T[],
  { ms, step, typing }: { ms: number; step: (one: T) => void; typing: Typing },
): Promise<void> {
  for (const [index, one] of steps.entries()) {
    if (typing.signal.aborted) return;
    step(one);
    typing.typed((index + 1) / steps.length);
    await new Promise(resolve => setTimeout(resolve, ms));
  }
}
