import { expect, it } from 'vitest';
import { chordsOf } from './chords.ts';

const chord = (kind: 'vnc' | 'serial', name: string) => chordsOf(kind).find(c => c.name === name);

it('presses the keys that X11 and noVNC know them by', () => {
  const keysyms = (name: string) => chord('vnc', name)?.keys.map(({ keysym }) => keysym.toString(16));
  expect(keysyms('Ctrl-Alt-Del')).toEqual(['ffe3', 'ffe9', 'ffff']);
  expect(keysyms('Ctrl-Alt-F1')).toEqual(['ffe3', 'ffe9', 'ffbe']);
  expect(keysyms('Alt-F4')).toEqual(['ffe9', 'ffc1']);
});

it('sends terminals control characters', () => {
  expect(chord('serial', 'Ctrl-C')?.bytes).toBe('\u0003');
  expect(chord('serial', 'Ctrl-Z')?.bytes).toBe('\u001a');
  expect(chord('serial', 'Esc')?.bytes).toBe('\u001b');
  expect(chordsOf('serial').every(({ bytes }) => bytes !== undefined)).toBe(true);
});
