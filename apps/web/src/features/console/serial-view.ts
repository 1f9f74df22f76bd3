import '../../lib/adopted-style.ts';
import type { ConsoleLink } from '@orrery/client/console/console-link.ts';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { ConsoleView, ViewOptions } from './console-view.ts';

/** A slow serial line drops what comes too fast. */
const pieceBytes = 64;
const pieceMs = 5;

/** A terminal for serial lines and shells. */
export function serialView({ element, label }: ViewOptions): ConsoleView {
  const terminal = new Terminal({
    cursorBlink: false,
    fontFamily: '"JetBrains Mono Variable", monospace',
    fontSize: 14,
    scrollback: 5_000,
    screenReaderMode: true,
    theme: themeOf(element),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(element);
  terminal.textarea?.setAttribute('aria-label', label);
  let link: ConsoleLink | undefined;
  const encoder = new TextEncoder();
  const send = (text: string) => link?.write(encoder.encode(text));
  terminal.onData(send);
  terminal.onResize(({ cols, rows }) => link?.resize(cols, rows));
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(element);
  return {
    attach: opened => {
      link = opened;
      fit.fit();
      link.resize(terminal.cols, terminal.rows);
    },
    bytes: bytes => terminal.write(bytes),
    type: async text => {
      const keys = text.replaceAll(/\r?\n/g, '\r');
      for (let at = 0; at < keys.length; at += pieceBytes) {
        send(keys.slice(at, at + pieceBytes));
        await new Promise(resolve => setTimeout(resolve, pieceMs));
      }
    },
    ctrlAltDelete: null,
    focus: () => terminal.focus(),
    dispose: () => {
      observer.disconnect();
      terminal.dispose();
    },
  };
}

/** The page's own colours: the terminal draws on no sheet of ours. */
function themeOf(element: HTMLElement) {
  const { color, backgroundColor } = getComputedStyle(element);
  return { foreground: color, background: backgroundColor, cursor: color };
}
