import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

interface Texts {
  readonly [key: string]: string | Texts;
}

/** Every text with its path, plural forms folded into one: languages have different numbers of them. */
function flatten(messages: Texts, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    const name = `${path}${key.replace(/_(zero|one|two|few|many|other)$/, '_plural')}`;
    return typeof value === 'string' ? [[name, value]] : flatten(value, `${name}.`);
  });
}

const placeholders = (text: string) =>
  (text.match(/\{\{[^}]+\}\}/g) ?? []).map(name => name.replaceAll(/\s/g, '')).toSorted();

const english = new Map(flatten(en));
const chinese = new Map(flatten(zhCN));

describe('the languages', () => {
  it('have the same texts', () => {
    expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('fill the same values into each of them', () => {
    const differing = [...english].filter(([key, text]) => {
      return placeholders(text).join() !== placeholders(chinese.get(key) ?? '').join();
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('leave no text empty', () => {
    const empty = [...english, ...chinese].filter(([, text]) => text.trim() === '');
    expect(empty.map(([key]) => key)).toEqual([]);
  });
});
