import { onAppearanceChange } from './appearance.ts';

const TOKENS = [
  'surface',
  'hover',
  'line',
  'control',
  'text',
  'muted',
  'subtle',
  'accent',
  'accent-tint',
  'ok',
  'warn',
  'bad',
  'busy',
  'off',
] as const;

/** Token colours as plain strings, for canvas. */
export type Palette = Record<(typeof TOKENS)[number], string>;

let cached: Palette | undefined;

/** Read once per appearance: asking for computed styles on each drawing would force layout. */
export function palette(): Palette {
  if (cached) return cached;
  const style = getComputedStyle(document.documentElement);
  const read = (token: string) => style.getPropertyValue(`--${token}`).trim();
  const entries = TOKENS.map(token => [token, read(token)]);
  // Object.fromEntries loses the key type; every token of the list is present.
  cached = Object.fromEntries(entries) as Palette;
  return cached;
}

onAppearanceChange(() => {
  cached = undefined;
});
