import { IS_MAC } from '../lib/shortcuts.ts';

const NAMES: Record<string, string> = {
  mod: IS_MAC ? '⌘' : 'Ctrl',
  shift: IS_MAC ? '⇧' : 'Shift',
  alt: IS_MAC ? '⌥' : 'Alt',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: '↵',
};

/** The keys of a shortcut, drawn as keys: "mod+k" or the sequence "g i". */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-flex gap-1 font-sans text-12 text-muted">
      {keys.split(' ').map(chord => (
        <span key={chord} className="inline-flex gap-0.5">
          {chord.split('+').map(key => (
            <span
              key={key}
              className="min-w-5 rounded-sm border bg-sunken px-1 text-center leading-[1.125rem]"
            >
              {NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
            </span>
          ))}
        </span>
      ))}
    </kbd>
  );
}
