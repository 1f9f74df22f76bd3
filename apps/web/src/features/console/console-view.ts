import type { ConsoleLink } from '@orrery/client/console/console-link.ts';

/** What draws a console into an element: a terminal or a screen. */
export interface ConsoleView {
  /** The connection stands. */
  attach: (link: ConsoleLink) => void;
  bytes: (bytes: Uint8Array) => void;
  /** Types a text as if on the keyboard. */
  type: (text: string) => Promise<void>;
  ctrlAltDelete: (() => void) | null;
  focus: () => void;
  dispose: () => void;
}

export interface ViewOptions {
  /** Where it is drawn. */
  element: HTMLElement;
  label: string;
}
