import { networkError, OrreryError } from '@orrery/client/orrery-error.ts';
import { expect, it } from 'vitest';
import { notOpened } from './not-opened.ts';

const answered = (status: number) =>
  new OrreryError({ type: 'about:blank', title: 'No', status, code: 'some.code', reasons: [] });

it('tries again when nobody answers, as while the server is started anew', () => {
  expect(notOpened(networkError(new TypeError('fetch failed'))).is).toBe('waiting');
});

it.each([
  [401, 'signedOut'],
  [403, 'refused'],
  [404, 'refused'],
  [409, 'waiting'],
  [429, 'waiting'],
  [503, 'waiting'],
] as const)('an answer %d is %s', (status, is) => {
  expect(notOpened(answered(status)).is).toBe(is);
});

it('a defect of the page is not tried again', () => {
  expect(notOpened(new TypeError('x is not a function')).is).toBe('refused');
});
