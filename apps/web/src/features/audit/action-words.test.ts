import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import i18next from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { startI18n } from '../../lib/i18n.ts';
import { auditedWord } from './action-words.ts';

beforeAll(startI18n);

const word = (name: string) => auditedWord(i18next.t, name);
/** As somebody would read it, not as the API spells it. */
const isWords = (text: string) => /^[A-Z]/.test(text) && !/[a-z][A-Z]|[:.…]$|\w:\w/.test(text);

it('every call that can be recorded has words', () => {
  const ids = routes.map(route => route.id).filter(id => !id.startsWith('act:'));
  expect(ids.filter(id => !isWords(word(id)))).toEqual([]);
  expect(word('console')).toBe('Use a console');
});

it('every action has its verb, both when it is asked for and when it has ended', () => {
  const actions = resourceKinds.flatMap(kind => {
    const { collection, actions: rules } = resourceRegistry[kind];
    return rules.flatMap(({ name }) => [`act:${collection}:${name}`, `${kind}.${name}`]);
  });
  expect(actions.length).toBeGreaterThan(50);
  expect(actions.filter(name => !isWords(word(name)))).toEqual([]);
  expect(word('act:storage-pools:stop')).toBe('Deactivate');
  expect(word('volume.create')).toBe('Create');
});

it('what nobody knows any more stays as it was written', () => {
  expect(word('gone.with-the-wind')).toBe('gone.with-the-wind');
});
