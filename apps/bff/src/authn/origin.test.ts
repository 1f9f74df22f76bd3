import { describe, expect, it } from 'vitest';
import { isLoopbackBinding, refuseHost, refuseOrigin } from './origin.ts';

const loopback = { publicOrigin: undefined, loopbackOnly: true };
const open = { publicOrigin: undefined, loopbackOnly: false };
const named = { publicOrigin: 'https://orrery.example', loopbackOnly: true };
const host = 'orrery.lan:8780';

describe('refuseOrigin', () => {
  it.each([['http://orrery.lan:8780'], ['https://orrery.lan:8780']])('lets our own pass: %s', origin => {
    expect(refuseOrigin({ host, origin }, { policy: open, absent: 'refuse' })).toBeNull();
  });

  it('compares with a Host in any case', () => {
    expect(
      refuseOrigin({ host: 'Orrery.LAN', origin: 'http://orrery.lan' }, { policy: open, absent: 'refuse' }),
    ).toBeNull();
  });

  it('decides by Sec-Fetch-Site first, which pages cannot set', () => {
    const headers = { host, origin: 'http://orrery.lan:8780', 'sec-fetch-site': 'cross-site' };
    expect(refuseOrigin(headers, { policy: open, absent: 'pass' })).toContain('another site');
  });

  it('treats a missing Origin as asked, unless the browser vouches for it', () => {
    expect(refuseOrigin({ host }, { policy: open, absent: 'pass' })).toBeNull();
    expect(refuseOrigin({ host }, { policy: open, absent: 'refuse' })).toBe('it names no Origin');
    expect(
      refuseOrigin({ host, 'sec-fetch-site': 'none' }, { policy: open, absent: 'refuse' }),
    ).not.toBeNull();
    const vouched = { host, 'sec-fetch-site': 'same-origin' };
    expect(refuseOrigin(vouched, { policy: open, absent: 'refuse' })).toBeNull();
  });

  it.each(['', 'a b', 'x/y', 'a@b', 'a,b', 'a\\b', '[::1', 'a:b:c', 'a:999999'])(
    'never takes a malformed Host for ours: %j',
    bad => {
      expect(
        refuseOrigin({ host: bad, origin: `http://${bad}` }, { policy: open, absent: 'pass' }),
      ).not.toBeNull();
    },
  );

  it('knows only the public origin when there is one', () => {
    const refuse = (origin: string) => refuseOrigin({ host, origin }, { policy: named, absent: 'refuse' });
    expect(refuse('https://orrery.example')).toBeNull();
    expect(refuse(`http://${host}`)).not.toBeNull();
    expect(refuse('https://ORRERY.example')).not.toBeNull();
  });
});

describe('refuseHost', () => {
  it.each([
    ['evil.example', loopback, true],
    ['127.0.0.1:8780', loopback, false],
    [undefined, loopback, true],
    ['evil.example', open, false],
    ['orrery.example', named, false],
    ['127.0.0.1:8780', named, false],
    ['evil.example', named, true],
  ])('%s under %j: %s', (name, policy, refused) => {
    expect(refuseHost(name, policy) !== null).toBe(refused);
  });
});

it.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.2', false],
])('isLoopbackBinding(%s) is %s', (name, expected) => {
  expect(isLoopbackBinding(name)).toBe(expected);
});
