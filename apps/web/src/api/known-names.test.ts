import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { expect, it } from 'vitest';
import { findNamed } from './known-names.ts';

const project = (name: string) => ({ id: `id-${name}`, name });

/** Answers by the text that is asked, and notes it. */
function answering(answers: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  const look = async (_: ResourceKind, q: string) => {
    asked.push(q);
    return (answers[q] ?? []).map(project);
  };
  const find = async (typed: string) =>
    (await findNamed({ kind: 'project', typed }, look)).map(({ name }) => name);
  return { asked, find };
}

it('finds what begins with it before what contains it, each once', async () => {
  const { find } = answering({
    'name:we*': ['web-team', 'west'],
    'name:*we*': ['power', 'web-team', 'west'],
  });
  expect(await find('we')).toEqual(['web-team', 'west', 'power']);
});

it('asks once where that is enough, and for everything while nothing is typed', async () => {
  const many = Array.from({ length: 12 }, (_, n) => `web-${n}`);
  const { find, asked } = answering({ 'name:we*': many, '': ['a'] });
  expect(await find('we')).toEqual(many);
  expect(await find(' ')).toEqual(['a']);
  expect(asked).toEqual(['name:we*', '']);
});

it('asks for what is typed and for no pattern', async () => {
  const { find, asked } = answering({});
  await find('web "te');
  expect(asked).toEqual(['name:"web \\"te"*', 'name:*"web \\"te"*']);
});
