import type { ConsoleKind } from '@orrery/contract/console/console.ts';

/** Keys held together that a browser or its desktop keeps for itself. */
export interface Chord {
  name: string;
  /** What a screen is sent: X11 keysyms with the codes of their keys, pressed in this order. */
  keys: readonly { keysym: number; code: string }[];
  /** What a terminal is sent instead (ECMA-48). */
  bytes?: string;
}

const control = { keysym: 0xffe3, code: 'ControlLeft' };
const alt = { keysym: 0xffe9, code: 'AltLeft' };
const escape = { keysym: 0xff1b, code: 'Escape' };
const functionKey = (n: number) => ({ keysym: 0xffbd + n, code: `F${n}` });
const letter = (name: string) => ({ keysym: name.toLowerCase().codePointAt(0) ?? 0, code: `Key${name}` });
/** ASCII: the control character of a letter. */
const controlByte = (name: string) => String.fromCodePoint((name.codePointAt(0) ?? 0) - 64);

const held = (name: string): Chord => ({
  name: `Ctrl-${name}`,
  keys: [control, letter(name)],
  bytes: controlByte(name),
});
const terminals: readonly Chord[] = [
  { name: 'Esc', keys: [escape], bytes: '\u001b' },
  ...['C', 'D', 'N', 'T', 'W', 'Z'].map(held),
];
const screens: readonly Chord[] = [
  { name: 'Ctrl-Alt-Del', keys: [control, alt, { keysym: 0xffff, code: 'Delete' }] },
  { name: 'Ctrl-Alt-Backspace', keys: [control, alt, { keysym: 0xff08, code: 'Backspace' }] },
  ...[1, 2, 3, 7].map(n => ({ name: `Ctrl-Alt-F${n}`, keys: [control, alt, functionKey(n)] })),
  { name: 'Alt-Tab', keys: [alt, { keysym: 0xff09, code: 'Tab' }] },
  { name: 'Alt-F4', keys: [alt, functionKey(4)] },
  { name: 'Super', keys: [{ keysym: 0xffeb, code: 'MetaLeft' }] },
  { name: 'Print Screen', keys: [{ keysym: 0xff61, code: 'PrintScreen' }] },
  { name: 'Esc', keys: [escape] },
];

export const chordsOf = (kind: ConsoleKind): readonly Chord[] => (kind === 'vnc' ? screens : terminals);
