import { expect, it } from 'vitest';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

function leaves(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}${key}.`)
      : [[`${path}${key}`, String(value)]],
  );
}

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '').toSorted((a, b) => a.localeCompare(b));

it('every language has the same keys with the same values to fill in', () => {
  const chinese = new Map(leaves(zhCN));
  for (const [key, text] of leaves(en)) {
    expect(chinese.get(key)?.trim(), key).toBeTruthy();
    expect(placeholders(chinese.get(key) ?? ''), key).toEqual(placeholders(text));
  }
  expect(chinese.size).toBe(leaves(en).length);
});
