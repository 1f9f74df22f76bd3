import { expect, it } from 'vitest';
import { withValue } from './own-text.ts';

it('keeps what was typed while an earlier part of it came back', () => {
  expect(withValue({ text: 'web te', sent: ['we', 'web'] }, 'we')).toEqual({ text: 'web te', sent: ['web'] });
  expect(withValue({ text: 'web te', sent: ['we', 'web'] }, 'web')).toEqual({ text: 'web te', sent: [] });
});

it('follows what came by other means', () => {
  expect(withValue({ text: 'web', sent: [] }, 'cpu>80')).toEqual({ text: 'cpu>80', sent: [] });
  expect(withValue({ text: 'web', sent: ['we'] }, '')).toEqual({ text: '', sent: [] });
});
