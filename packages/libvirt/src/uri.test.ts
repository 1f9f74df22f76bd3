import { describe, expect, it } from 'vitest';
import { ConnectionError } from './errors.ts';
import { displayAddress, parseLibvirtUri } from './uri.ts';

describe('parseLibvirtUri', () => {
  it.each([
    ['qemu:///system', { transport: 'unix', host: null, port: null, remoteName: 'qemu:///system' }],
    ['qemu:///session', { transport: 'unix', path: '/session', remoteName: 'qemu:///session' }],
    ['qemu+unix:///system?socket=/run/x/sock', { transport: 'unix', params: { socket: '/run/x/sock' } }],
    ['qemu+tcp://127.0.77.11/system', { transport: 'tcp', host: '127.0.77.11', port: null }],
    ['qemu+tcp://kvm-1:80/system', { transport: 'tcp', host: 'kvm-1', port: 80 }],
    ['qemu+tcp://[fd00::1]:16509/system', { transport: 'tcp', host: 'fd00::1', port: 16509 }],
    ['qemu://kvm-1/system', { transport: 'tls', host: 'kvm-1', remoteName: 'qemu:///system' }],
    ['qemu+tls://kvm-1/system?pkipath=/etc/pki/x', { transport: 'tls', params: { pkipath: '/etc/pki/x' } }],
    ['qemu+ssh://root@kvm-1:2222/system', { transport: 'ssh', user: 'root', host: 'kvm-1', port: 2222 }],
    [
      'qemu+ssh://kvm-1/system?keyfile=/k&hostkey=SHA256:abc',
      { params: { keyfile: '/k', hostkey: 'SHA256:abc' } },
    ],
    ['QEMU+TCP://h/system', { driver: 'qemu', transport: 'tcp', remoteName: 'qemu:///system' }],
    ['qemu+tcp://h/system?name=qemu:///embed', { remoteName: 'qemu:///embed' }],
  ])('takes %s apart', (text, expected) => {
    expect(parseLibvirtUri(text)).toMatchObject(expected);
  });

  it.each([
    ['kvm-1', 'must look like'],
    ['', 'must look like'],
    ['qemu+carrier-pigeon://h/system', 'not one of unix, tcp, tls, ssh'],
    ['qemu+tcp:///system', 'needs a host'],
    ['qemu+ssh:///system', 'needs a host'],
    ['qemu+unix://h/system', 'no host'],
    ['qemu+tcp://h', '/system or /session'],
    ['qemu+tcp://h/other', '/system or /session'],
    ['qemu+tcp://h:99999/system', 'malformed'],
    ['qemu+tcp://h/system?socket=/x', '"socket" is unknown for tcp'],
    ['qemu+ssh://root:secret@h/system', 'password'],
  ])('refuses %s and says why', (text, why) => {
    expect(() => parseLibvirtUri(text)).toThrow(ConnectionError);
    expect(() => parseLibvirtUri(text)).toThrow(why);
  });

  it('shows an address without the user', () => {
    expect(displayAddress(parseLibvirtUri('qemu+ssh://root@[fd00::1]:22/system'))).toBe('ssh://[fd00::1]:22');
    expect(displayAddress(parseLibvirtUri('qemu:///system'))).toBe('unix:/system');
  });
});
