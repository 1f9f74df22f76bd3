import { describe, expect, it } from 'vitest';
import { resolveAppearance } from './appearance.ts';
import { defaultPreferences, parsePreferences } from './preferences.ts';

const fallback = defaultPreferences('de-DE');

describe('preferences', () => {
  it('start from the language of the browser', () => {
    expect(defaultPreferences('zh-Hans-CN').language).toBe('zh-CN');
    expect(fallback.language).toBe('en');
  });

  it('keep what is understood and replace what is not', () => {
    const stored = {
      theme: 'dark',
      density: 'huge',
      columns: { instances: { order: ['a', 1], widths: { a: 90, b: 'x' } }, bad: 3 },
    };
    expect(parsePreferences(stored, fallback)).toEqual({
      ...fallback,
      theme: 'dark',
      columns: { instances: { order: ['a'], hidden: [], widths: { a: 90 } } },
    });
  });

  it.each([null, 'text', [], 7])('survive %j in storage', stored => {
    expect(parsePreferences(stored, fallback)).toEqual(fallback);
  });
});

describe('appearance', () => {
  const system = { dark: true, moreContrast: false };
  it('follows the system until told otherwise', () => {
    expect(resolveAppearance('system', system)).toEqual({ scheme: 'dark', contrast: 'normal' });
    expect(resolveAppearance('light', system)).toEqual({ scheme: 'light', contrast: 'normal' });
  });

  it('high contrast strengthens the light or dark of the system', () => {
    expect(resolveAppearance('contrast', system)).toEqual({ scheme: 'dark', contrast: 'more' });
    expect(resolveAppearance('light', { dark: true, moreContrast: true }).contrast).toBe('more');
  });
});
