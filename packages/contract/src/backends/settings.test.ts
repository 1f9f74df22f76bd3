import { expect, it } from 'vitest';
import { configFileSchema } from './settings.ts';

it('accepts the documented file', () => {
  const parsed = configFileSchema.parse({
    backends: [
      {
        id: 'lab',
        kind: 'libvirt',
        name: 'KVM lab',
        hosts: [{ uri: 'qemu+tcp://127.0.0.1:16509/system' }, { uri: 'qemu:///system' }],
      },
      {
        id: 'vc',
        kind: 'vsphere',
        url: 'https://127.0.0.1:8989/sdk',
        username: 'user',
        password: { env: 'VC_PASSWORD' },
        tls: { fingerprint: 'SHA256:ab' },
      },
      {
        id: 'ct',
        kind: 'docker',
        hosts: [
          { url: 'unix:///var/run/docker.sock' },
          { url: 'tcp://127.0.0.1:2376', tls: { ca: 'a', cert: 'b', key: 'c' } },
        ],
      },
      {
        id: 'os',
        kind: 'openstack',
        authUrl: 'http://127.0.0.1:5000/v3',
        username: 'admin',
        password: { env: 'OS_PASSWORD' },
        project: 'admin',
        domain: 'Default',
        region: 'RegionOne',
      },
    ],
  });
  expect(parsed.backends.map(b => b.kind)).toEqual(['libvirt', 'vsphere', 'docker', 'openstack']);
});

it.each([
  [{ id: 'Lab', kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] }, 'id'],
  [{ id: 'lab', kind: 'libvirt', hosts: [] }, 'hosts'],
  [{ id: 'lab', kind: 'libvirt', hosts: [{ uri: 'http://x' }] }, 'uri'],
  [{ id: 'lab', kind: 'hyperv' }, 'kind'],
  [{ id: 'lab', kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }], hsots: 1 }, ''],
])('refuses %j and names the field', (backend, field) => {
  const result = configFileSchema.safeParse({ backends: [backend] });
  expect(result.success).toBe(false);
  expect(result.error?.issues[0]?.path.map(String).join('.')).toContain(field);
});
