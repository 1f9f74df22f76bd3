import { expect, it } from 'vitest';
import { checkFirstBoot, nocloudFiles } from './nocloud.ts';

const ed25519 =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8FqHFvd0VFRvRjLsRyV3qV5YlU2rK2B3n5yN6y1w0E someone@example';
const good = { hostname: 'web-1', sshKeys: [ed25519], userData: null };
const checked = (change: object) => () => checkFirstBoot({ ...good, ...change });

it.each([
  ['nothing', {}],
  ['a name with dots', { hostname: 'web-1.example.com' }],
  ['cloud-config', { userData: '#cloud-config\npackages: [vim]\n' }],
  ['a script', { userData: '#!/bin/sh\necho hello\n' }],
  ['a MIME message', { userData: 'Content-Type: multipart/mixed; boundary=x\n\n--x--\n' }],
  ['blank user data', { userData: ' \n' }],
])('takes %s', (_, change) => expect(checked(change)).not.toThrow());

it.each([
  ['a host name with spaces', { hostname: 'web 1' }, 'cannot be a host name'],
  ['a host name that begins with a dash', { hostname: '-web' }, 'cannot be a host name'],
  ['an empty host name', { hostname: '' }, 'cannot be a host name'],
  ['a label that is too long', { hostname: 'x'.repeat(64) }, 'cannot be a host name'],
  ['a private key', { sshKeys: ['-----BEGIN OPENSSH PRIVATE KEY-----'] }, 'SSH key 1'],
  ['a key that was cut', { sshKeys: [ed25519, 'ssh-ed25519 AAAA'] }, 'SSH key 2'],
  ['a key of another type than it says', { sshKeys: [ed25519.replace('ed25519', 'rsa')] }, 'SSH key 1'],
  ['two keys in one', { sshKeys: [`${ed25519}\n${ed25519}`] }, 'SSH key 1'],
  ['user data that cloud-init would ignore', { userData: 'packages: [vim]' }, 'User data begins'],
])('refuses %s', (_, change, message) => {
  expect(checked(change)).toThrow(message);
});

const text = (files: ReturnType<typeof nocloudFiles>, name: string) =>
  Buffer.from(files.find(f => f.name === name)?.data ?? Buffer.of()).toString();

it('writes what the guest reads', () => {
  const files = nocloudFiles('some-uuid', { ...good, userData: '#!/bin/sh\n' }, [
    { mac: '52:54:00:00:00:01', dhcp: true },
    { mac: '52:54:00:00:00:02', dhcp: false },
  ]);
  expect(JSON.parse(text(files, 'meta-data'))).toEqual({
    'instance-id': 'some-uuid',
    'local-hostname': 'web-1',
    'public-keys': [ed25519],
  });
  expect(text(files, 'user-data')).toBe('#!/bin/sh\n');
  expect(JSON.parse(text(files, 'network-config'))).toMatchObject({
    version: 2,
    ethernets: {
      nic0: { match: { macaddress: '52:54:00:00:00:01' }, dhcp4: true },
      nic1: { match: { macaddress: '52:54:00:00:00:02' }, dhcp4: false },
    },
  });
});

it('leaves the network to the guest where there is none, and never leaves user data out', () => {
  const files = nocloudFiles('x', good, []);
  expect(files.map(f => f.name)).toEqual(['meta-data', 'user-data']);
  expect(text(files, 'user-data')).toBe('#cloud-config\n{}\n');
});
