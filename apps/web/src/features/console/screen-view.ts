import type { ConsoleLink } from '@orrery/client/console/console-link.ts';
import RFB from '@novnc/novnc';
import type { ConsoleView, ViewOptions } from './console-view.ts';
import { keystrokesOf } from './keystrokes.ts';

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
      const canvas = element.querySelector('canvas');
      canvas?.setAttribute('role', 'application');
      canvas?.setAttribute('aria-label', label);
    },
    // noVNC reads the socket itself.
    bytes: () => undefined,
    type: async text => {
      for (const { keysym, code, down } of keystrokesOf(text)) {
        rfb?.sendKey(keysym, code, down);
        await new Promise(resolve => setTimeout(resolve, keyMs));
      }
    },
    ctrlAltDelete: () => rfb?.sendCtrlAltDel(),
    focus: () => rfb?.focus(),
    dispose: () => rfb?.disconnect(),
  };
}
