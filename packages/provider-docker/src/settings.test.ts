import { expect, it } from 'vitest';
import { addressOf, endpointOf } from './settings.ts';

it.each([
  ['unix:///var/run/docker.sock', { transport: 'unix', socketPath: '/var/run/docker.sock' }],
  ['tcp://10.0.0.1', { transport: 'tcp', host: '10.0.0.1', port: 2375 }],
  ['tcp://engine:1234', { transport: 'tcp', host: 'engine', port: 1234 }],
  ['tcp://[::1]:1234', { transport: 'tcp', host: '::1', port: 1234 }],
  ['https://engine', { transport: 'tls', host: 'engine', port: 2376 }],
])('%s', (url, endpoint) => expect(endpointOf({ url })).toMatchObject(endpoint));

it('TLS files make a TLS connection', () => {
  const tls = { ca: 'A', cert: 'B', key: 'C' };
  expect(endpointOf({ url: 'tcp://engine', tls })).toEqual({
    transport: 'tls',
    host: 'engine',
    port: 2376,
    ...tls,
  });
});

it('says what is wrong with an address', () => {
  expect(() => endpointOf({ url: 'unix://docker.sock' })).toThrow('use unix:///var/run/docker.sock');
  expect(() => endpointOf({ url: 'tcp://' })).toThrow('use tcp://host:2375');
  expect(() => endpointOf({ url: 'tcp://e', tls: { ca: { env: 'CA' } } })).toThrow('not resolved');
});

it('shows no credentials', () => {
  expect(addressOf({ url: 'https://me:secret@engine:2376' })).toBe('https://engine:2376');
});
