import { expect, it } from 'vitest';
import { nativeOfContainer } from '../identity.ts';
import {
  isHelper,
  labelNames,
  markOf,
  markOfContainer,
  projectOf,
  serviceOf,
  tagsOf,
  taskLabels,
  titleOf,
} from './labels.ts';

it('labels that Orrery writes come back to the letter', () => {
  const mark = markOf({
    operation: 'op-1',
    project: 'p 1',
    title: '<b>"界"</b>',
    description: null,
    tags: ['a,b', 'c=d', '"'],
    flavor: 'f',
  });
  expect(projectOf(mark)).toBe('p 1');
  expect(titleOf(mark)).toBe('<b>"界"</b>');
  expect(tagsOf(mark)).toEqual(['a,b', 'c=d', '"']);
  expect(mark).not.toHaveProperty('dev.orrery.description');
});

it('labels of others are tags, but for the noise of tools and images', () => {
  const labels = {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'db',
    'com.docker.compose.config-hash': 'abc',
    'org.opencontainers.image.version': '1',
    maintainer: 'someone',
    team: 'red',
    canary: '',
    long: 'x'.repeat(100),
  };
  expect(tagsOf(labels)).toEqual(['compose=shop', 'service=db', 'team=red', 'canary']);
});

it('tags that somebody else has spoilt are none', () => {
  for (const json of ['', 'no', '{}', '[1, null]']) expect(tagsOf({ 'dev.orrery.tags': json })).toEqual([]);
});

it('an image cannot say what the container made of it is: another instance, hidden, or of another project', () => {
  const names = [...Object.values(labelNames), ...taskLabels];
  const ofImage = Object.fromEntries(names.map(name => [name, 'of a stranger']));
  // As an engine does it: what the container is given wins, by name.
  const labels = { ...ofImage, ...markOfContainer({ operation: 'op-1', project: null }) };
  expect(Object.values(labels)).not.toContain('of a stranger');
  expect(nativeOfContainer({ id: 'c1', labels })).toBe('c1');
  expect([projectOf(labels), titleOf(labels), serviceOf(labels)]).toEqual([null, null, null]);
  expect([isHelper(labels), tagsOf(labels)]).toEqual([false, []]);
  expect(labels['dev.orrery.operation']).toBe('op-1');
});
