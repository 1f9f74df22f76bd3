import { describe, expect, it } from 'vitest';
import { chordOf, matchChord, type Shortcut } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const shortcut = (keys: string, label = keys): Shortcut => ({ keys, label, group: 'g', run: () => {} });
const all = [shortcut('g i'), shortcut('g s'), shortcut('?'), shortcut('j', 'page')];

describe('chords', () => {
  it('mod is the command key of the platform', () => {
    expect(chordOf(press('k', { ctrlKey: true }), false)).toBe('mod+k');
    expect(chordOf(press('k', { metaKey: true }), true)).toBe('mod+k');
    expect(chordOf(press('k', { ctrlKey: true }), true)).toBe('k');
  });

  it('shift belongs to the character, except for letters and named keys', () => {
    expect(chordOf(press('?', { shiftKey: true }), false)).toBe('?');
    expect(chordOf(press('X', { shiftKey: true }), false)).toBe('shift+x');
    expect(chordOf(press('ArrowDown', { shiftKey: true }), false)).toBe('shift+ArrowDown');
  });
});

describe('matching', () => {
  it('waits for the second key of a sequence', () => {
    const first = matchChord(all, '', 'g');
    expect(first).toEqual({ pending: 'g' });
    expect(matchChord(all, 'g', 's').shortcut?.keys).toBe('g s');
  });

  it('a key that does not continue the sequence starts anew', () => {
    expect(matchChord(all, 'g', '?').shortcut?.keys).toBe('?');
    expect(matchChord(all, 'g', 'q')).toEqual({ pending: '' });
  });

  it('the newest registration wins', () => {
    expect(matchChord([...all, shortcut('j', 'dialog')], '', 'j').shortcut?.label).toBe('dialog');
  });
});
