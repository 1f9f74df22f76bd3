import type { ConsoleLink } from '@orrery/client/console/console-link.ts';
import RFB from '@novnc/novnc';
import { type ConsoleView, inSteps, type ViewOptions } from './console-view.ts';
import { type Keystroke, keystrokesOf } from './keystrokes.ts';

/** QEMU takes keys one by one; guests poll their keyboards. */
const keyMs = 10;

/** A screen: RFB drawn by noVNC. */
export function screenView({ element, label }: ViewOptions): ConsoleView {
  let rfb: RFB | undefined;
  return {
    attach: (link: ConsoleLink) => {
      rfb = new RFB(element, link.socket, { shared: true });
      rfb.scaleViewport = true;
      rfb.background = 'transparent';
      rfb.focusOnClick = true;
      // Nothing is left to disconnect then, and noVNC complains of being asked.
      rfb.addEventListener('disconnect', () => {
        rfb = undefined;
      });
      const canvas = element.querySelector('canvas');
      canvas?.setAttribute('role', 'application');
      canvas?.setAttribute('aria-label', label);
    },
    // noVNC reads the socket itself.
    bytes: () => undefined,
    note: () => undefined,
    type: async (text, typing) => {
      const press = ({ keysym, code, down }: Keystroke) => rfb?.sendKey(keysym, code, down);
      await inSteps(keystrokesOf(text), { ms: keyMs, step: press, typing });
    },
    press: ({ keys }) => {
      for (const { keysym, code } of keys) rfb?.sendKey(keysym, code, true);
      for (const { keysym, code } of keys.toReversed()) rfb?.sendKey(keysym, code, false);
    },
    focus: () => rfb?.focus(),
    dispose: () => rfb?.disconnect(),
  };
}
