import { expect, it } from 'vitest';
import { linesOfTerminal } from './terminal-text.ts';

it.each([
  ['plain lines', 'one\r\ntwo\nthree', ['one', 'two', 'three']],
  ['colours', '[\u001b[0;32m  OK  \u001b[0m] Started', ['[  OK  ] Started']],
  ['moves and clears of the boot loader', '\u001b[2J\u001b[01;01H\u001b=\u001b[?7lBooting', ['Booting']],
  ['titles', '\u001b]0;root@web\u0007# \u001b]8;;x\u001b\\ls', ['# ls']],
  ['a counter that writes over itself', 'wait 3\rwait 2\rgo', ['goit 2']],
  ['what was taken back', 'lz\b \bs', ['ls']],
  ['bytes that show nothing', '\u0000a\u0007b\u007f', ['ab']],
  ['nothing', '', ['']],
])('%s', (_name, said, shown) => {
  expect(linesOfTerminal(said)).toEqual(shown);
});
