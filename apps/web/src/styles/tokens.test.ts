import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function block(scheme: string, contrast?: string): Record<string, string> {
  const selector = `:root[data-scheme='${scheme}']${contrast ? `[data-contrast='${contrast}']` : ''} {`;
  const start = css.indexOf(selector);
  if (start < 0) throw new Error(`tokens.css has no ${selector}`);
  const body = css.slice(start, css.indexOf('}', start));
  const colours: Record<string, string> = {};
  for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g))
    colours[name] = value;
  return colours;
}

const THEMES = {
  light: block('light'),
  dark: block('dark'),
  'light, more contrast': { ...block('light'), ...block('light', 'more') },
  'dark, more contrast': { ...block('dark'), ...block('dark', 'more') },
};

/** WCAG 2.2 relative luminance of a #rrggbb colour. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string | undefined, b: string | undefined): number {
  if (!a || !b) return 0;
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['bg', 'surface', 'rail', 'sunken', 'hover', 'accent-tint'];
const TONES = ['ok', 'warn', 'bad', 'busy', 'off'];

describe.each(Object.entries(THEMES))('contrast, %s', (_, tokens) => {
  it.each(GROUNDS)('text is readable on %s', ground => {
    for (const word of ['text', 'muted', 'subtle', ...TONES.map(tone => `${tone}-text`)]) {
      expect(contrast(tokens[word], tokens[ground]), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(TONES)('words of %s are readable on its tint, and its mark is visible', tone => {
    expect(contrast(tokens[`${tone}-text`], tokens[`${tone}-tint`])).toBeGreaterThanOrEqual(4.5);
    for (const ground of ['bg', 'surface', 'rail', 'hover', `${tone}-tint`]) {
      expect(contrast(tokens[tone], tokens[ground]), `${tone} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });

  it('controls and the accent are visible', () => {
    expect(contrast(tokens['on-accent'], tokens.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens['on-accent'], tokens['accent-hover'])).toBeGreaterThanOrEqual(4.5);
    for (const ground of ['bg', 'surface', 'sunken']) {
      expect(contrast(tokens.control, tokens[ground]), `control on ${ground}`).toBeGreaterThanOrEqual(3);
      expect(contrast(tokens.accent, tokens[ground]), `accent on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
