import '../../lib/adopted-style.ts';
import type { ConsoleLink } from '@orrery/client/console/console-link.ts';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { type ConsoleView, inSteps, type ViewOptions } from './console-view.ts';
import { piecesOf } from './pieces.ts';

const pieceMs = 5;

/** ECMA-48: faint, and as before. */
const faint = '\u001b[2m';
const plain = '\u001b[0m';

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
    note: text => terminal.write(`\r\n${faint}${text}${plain}\r\n`),
    type: async (text, typing) => {
      const write = (piece: Uint8Array<ArrayBuffer>) => link?.write(piece);
      await inSteps(piecesOf(text), { ms: pieceMs, step: write, typing });
    },
    press: ({ bytes }) => bytes !== undefined && send(bytes),
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
