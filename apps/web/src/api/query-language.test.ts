import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { fieldTables } from '@orrery/inventory/fields/tables.ts';
import { expect, it } from 'vitest';
import { problemsOf } from './query-language.ts';
import { readerOf } from '../lib/sentences.ts';
import { phrasebook } from '../locales/zh-CN/phrasebook.ts';

const read = readerOf(phrasebook);

it('every field that can be asked for is called something', () => {
  const labels = resourceKinds.flatMap(kind =>
    Object.values<{ label: string }>(fieldTables[kind]).map(({ label }) => label),
  );
  expect([...new Set(labels)].filter(label => read(label) === undefined)).toEqual([]);
});

it.each([
  'nmae:web',
  'qqqqqqqq:web',
  'is:runing',
  'is:qqqqqqqq',
  'transient:yes',
  'name>5',
  'name:a..b',
  'power:runing',
  'power:qqqqqqqq',
  'cpu:8*',
  'cpu:80..20',
  'cpu>much',
  'vcpus>much',
  'memory>much',
  'memory>4',
  'memory>4Foo',
  'age>5',
  'age>soon',
  'age>5y5',
  'created>soon',
  'name:"web',
  'name:',
  'x'.repeat(5_000),
  'w '.repeat(80),
])('what is wrong with %.20s is said in Chinese', q => {
  const [problem] = problemsOf('instance', q, []);
  expect(problem).toBeDefined();
  expect(read(problem?.message ?? ''), problem?.message).toMatch(/[\u4e00-\u9fff]/);
});

it('what belongs to the language stays as it is written, also where Chinese has a word for it', () => {
  const [problem] = problemsOf('instance', 'memry:4GiB', []);
  expect(read(problem?.message ?? '')).toBe('没有字段“memry”，是否指“memory”？');
});
