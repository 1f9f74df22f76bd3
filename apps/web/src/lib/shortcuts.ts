import { useEffect, useLayoutEffect, useRef } from 'react';
import { createStore, useStore } from './store.ts';

/**
 * `keys` is one chord ("mod+k", "?", "Escape") or a sequence ("g i"). `mod` is ⌘ on a Mac and Ctrl elsewhere.
 * Plain keys are ignored while a person types; chords with mod are not.
 */
export type Shortcut = { keys: string; label: string; group: string; run: () => void };

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

// Long enough to find the second key, short enough that a lone "g" is soon forgotten.
const SEQUENCE_TIMEOUT_MS = 1200;

const registered = createStore<readonly Shortcut[]>([]);

export function chordOf(press: KeyPress, isMac: boolean): string {
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // Shift is part of the character for "?" and the like; it is named only for letters and named keys.
  const shift = press.shiftKey && (press.key.length > 1 || /[a-z]/i.test(press.key));
  return [mod && 'mod', press.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+');
}

export type Match = { shortcut?: Shortcut; pending: string };

/** Newest registration first: a dialog's keys shadow the page's. */
export function matchChord(shortcuts: readonly Shortcut[], pending: string, chord: string): Match {
  const typed = pending ? `${pending} ${chord}` : chord;
  const shortcut = shortcuts.findLast(candidate => candidate.keys === typed);
  if (shortcut) return { shortcut, pending: '' };
  if (shortcuts.some(candidate => candidate.keys.startsWith(`${typed} `))) return { pending: typed };
  return pending ? matchChord(shortcuts, '', chord) : { pending: '' };
}

export const IS_MAC = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

/** Installs the one key listener of the page. Returns a stop function. */
export function listenForShortcuts(): () => void {
  let pending = '';
  let pressedAt = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = chordOf(event, IS_MAC);
    if (isTyping(event.target) && !chord.startsWith('mod+')) return;
    if (event.timeStamp - pressedAt > SEQUENCE_TIMEOUT_MS) pending = '';
    pressedAt = event.timeStamp;
    const match = matchChord(registered.get(), pending, chord);
    pending = match.pending;
    if (!match.shortcut) return;
    event.preventDefault();
    match.shortcut.run();
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Registers shortcuts for as long as the component is shown. Re-registers only when keys or labels change. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  const signature = shortcuts.map(one => `${one.keys}\u0000${one.label}`).join('\u0001');
  useEffect(() => {
    const mine = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: () => latest.current[index]?.run(),
    }));
    registered.set(all => [...all, ...mine]);
    return () => registered.set(all => all.filter(one => !mine.includes(one)));
  }, [signature]);
}

export function useRegisteredShortcuts(): readonly Shortcut[] {
  return useStore(registered);
}
