import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSources } from '../layers/modules.ts';
import { entriesOf, isSentence, isSpoken, textsOf } from './sentences.ts';

const root = resolve(import.meta.dirname, '../..');
const server = ['apps/bff/src', 'packages'].flatMap(folder => listSources(root, folder));
const said = server.filter(path => !path.endsWith('.test.ts')).flatMap(path => textsOf(root, path));
const locales = 'apps/web/src/locales';

describe.each(['zh-CN'])('what the server says, in %s', language => {
  const entries = listSources(root, `${locales}/${language}/sentences`)
    .filter(path => !path.endsWith('/fragments.ts'))
    .flatMap(path => entriesOf(root, path));

  it('has words for every sentence', () => {
    const known = new Set(entries.map(({ text }) => text));
    const without = said.filter(({ text, path }) => isSpoken(path) && isSentence(text) && !known.has(text));
    expect(without.map(({ text, path }) => `${path}: ${text}`)).toEqual([]);
  });

  it('has no words for what is not said any more, and none twice', () => {
    // The sizes to begin with are rows that a migration of the database writes.
    const flavors = readFileSync(
      join(root, 'apps/bff/src/database/migrations/0008_default_flavors.sql'),
      'utf8',
    );
    const all = new Set(said.map(({ text }) => text.trim()));
    const gone = entries.filter(({ text }) => !all.has(text) && !flavors.includes(`'${text}'`));
    expect(gone.map(({ text }) => text)).toEqual([]);
    expect(new Set(entries.map(({ text }) => text)).size).toBe(entries.length);
  });

  it('has every value, and its own letters', () => {
    for (const { text, translation } of entries) {
      // Of "8 vCPUs are taken" another language needs no verb in the right number.
      const [asked, given] = [valuesOf(text), valuesOf(translation)];
      expect(asked, text).toEqual(expect.arrayContaining(given));
      expect(asked.length - given.length, text).toBeLessThanOrEqual(1);
      expect(translation, text).toMatch(/\p{Script=Han}|^\{0\} \/ \{1\} MiB$/u);
    }
  });
});

describe('a sentence', () => {
  it.each([
    'The image needs {0} MiB of memory',
    'It still connects {0}; detach what is connected first',
    'It is not up',
  ])('is: %s', text => expect(isSentence(text)).toBe(true));

  it.each([
    'instance.create',
    'select number, name from orrery_migration order by number',
    'Intel Xeon',
    '{0}/api/v1/{1}',
    'text/plain; charset=utf-8',
  ])('is not: %s', text => expect(isSentence(text)).toBe(false));
});

const valuesOf = (text: string) => [...text.matchAll(/\{\d\}/g)].map(([value]) => value).toSorted();
