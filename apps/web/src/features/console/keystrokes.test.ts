import { expect, it } from 'vitest';
import { keystrokesOf, untypable } from './keystrokes.ts';

const pressed = (text: string) =>
  keystrokesOf(text).map(({ keysym, down }) => `${down ? '+' : '-'}${keysym.toString(16)}`);

it('types letters, holding shift for capitals and the signs above the digits', () => {
  expect(pressed('a')).toEqual(['+61', '-61']);
  expect(pressed('A')).toEqual(['+ffe1', '+41', '-41', '-ffe1']);
  expect(pressed('#')).toEqual(['+ffe1', '+23', '-23', '-ffe1']);
  expect(pressed('1/')).toEqual(['+31', '-31', '+2f', '-2f']);
});

it('types one Return for each end of a line, and Tab', () => {
  expect(pressed('\r\n')).toEqual(['+ff0d', '-ff0d']);
  expect(pressed('\n\t')).toEqual(['+ff0d', '-ff0d', '+ff09', '-ff09']);
});

it('gives letters of other scripts their Unicode keysyms', () => {
  expect(pressed('é')).toEqual(['+e9', '-e9']);
  expect(pressed('中')).toEqual(['+1004e2d', '-1004e2d']);
  expect(pressed('😀')).toHaveLength(2);
});

it('tells which signs a US keyboard does not have, each once', () => {
  expect(untypable('plain ~|{}\t\r\n')).toEqual([]);
  expect(untypable('é é 中😀')).toEqual(['é', '中', '😀']);
});
