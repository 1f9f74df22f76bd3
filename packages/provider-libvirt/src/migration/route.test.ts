import { expect, it } from 'vitest';
import { routeTo } from './route.ts';

it.each([
  ['qemu+tls://kvm2.example/system', undefined, 'qemu+tls://kvm2.example/system', null],
  ['qemu+ssh://root@kvm2/system?keyfile=/k', undefined, 'qemu+ssh://root@kvm2/system', null],
  // forwarded to us: of no use to the others
  ['qemu+tcp://127.0.77.12:16509/system', undefined, 'qemu+tcp://host2/system', null],
  ['qemu:///system', undefined, 'qemu+tls://host2/system', null],
  [
    'qemu:///system',
    'qemu+tcp://10.0.0.2:16510/system',
    'qemu+tcp://10.0.0.2:16510/system',
    'tcp://10.0.0.2',
  ],
  ['qemu:///system', 'qemu+tls://[fd00::2]/system', 'qemu+tls://[fd00::2]/system', 'tcp://[fd00::2]'],
])('%s (%s) is reached by %s', (uri, migrationUri, daemon, data) => {
  expect(routeTo({ uri, ...(migrationUri !== undefined && { migrationUri }) }, 'host2')).toEqual({
    daemon,
    data,
  });
});
