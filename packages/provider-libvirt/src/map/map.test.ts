import { describe, expect, it } from 'vitest';
import { recorded } from '../testing/recorded.ts';
import { readCapabilities, versionText } from './capabilities.ts';
import { readDomain } from './domain.ts';
import { noMark } from './mark.ts';
import { readNetwork } from './network.ts';
import { powerStateOf } from './power.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { isSharedPool, readPool, readVolume } from './storage.ts';
import { hasForbiddenCharacters, parseXml, sizeBytes } from './xml.ts';

describe('domains', () => {
  it('are read as libvirt describes them while they run', () => {
    expect(readDomain(recorded('domain-running'))).toEqual({
      title: 'hello',
      description: null,
      // 64 KiB below its maximum: the lab's QEMU wrapper
      memoryMiB: 96,
      maxMemoryMiB: 96,
      vcpus: 1,
      maxVcpus: 1,
      architecture: 'x86_64',
      machineType: 'pc-i440fx-7.2',
      firmware: 'BIOS',
      agent: 'disconnected',
      disks: [
        {
          device: 'vda',
          kind: 'disk',
          bus: 'virtio',
          source: '/srv/kvm-lab/disks/ev1.qcow2',
          pool: null,
          volume: null,
          format: 'qcow2',
          readOnly: false,
        },
      ],
      interfaces: [
        { mac: '52:54:00:bb:8a:88', model: 'virtio', network: 'default', otherSource: null, linkUp: null },
      ],
      consoles: ['vnc', 'serial'],
      mark: noMark,
      image: null,
    });
  });

  const domain = (inside: string) => readDomain(`<domain type='kvm'>${inside}</domain>`);

  it.each([
    [`<memory unit='GiB'>2</memory>`, { memoryMiB: 2_048, maxMemoryMiB: 2_048 }],
    [
      `<memory>1048576</memory><currentMemory unit='MiB'>512</currentMemory>`,
      { memoryMiB: 512, maxMemoryMiB: 1_024 },
    ],
    [`<vcpu current='2'>8</vcpu>`, { vcpus: 2, maxVcpus: 8 }],
    [`<vcpu placement='static'>4</vcpu>`, { vcpus: 4, maxVcpus: 4 }],
    [`<os firmware='efi'/>`, { firmware: 'UEFI' }],
    [`<os><loader readonly='yes' type='pflash'>/x.fd</loader></os>`, { firmware: 'UEFI' }],
    [`<title>&lt;b&gt; &amp; "x"</title>`, { title: '<b> & "x"' }],
    [`<devices><graphics type='spice'/></devices>`, { consoles: ['spice'] }],
    [``, { agent: 'absent', consoles: [], disks: [] }],
    [
      `<devices><channel><target name='org.qemu.guest_agent.0' state='connected'/></channel></devices>`,
      { agent: 'connected' },
    ],
  ])('%s', (inside, expected) => expect(domain(inside)).toMatchObject(expected));

  it.each([
    [`<source dev='/dev/vg/lv'/>`, { source: '/dev/vg/lv' }],
    [`<source protocol='rbd' name='pool/image'/>`, { source: 'pool/image' }],
    [`<source pool='fast' volume='a.qcow2'/>`, { source: null, pool: 'fast', volume: 'a.qcow2' }],
    [``, { source: null }],
  ])('a disk with %s', (source, expected) => {
    const xml = `<devices><disk type='x' device='cdrom'>${source}<target dev='sda' bus='sata'/></disk></devices>`;
    expect(domain(xml).disks[0]).toMatchObject({ device: 'sda', kind: 'cdrom', readOnly: true, ...expected });
  });

  it.each([
    [`<source bridge='br0'/><link state='down'/>`, { network: null, otherSource: 'br0', linkUp: false }],
    [`<source network='lan'/><link state='up'/>`, { network: 'lan', linkUp: true }],
    [`<source dev='eth0' mode='vepa'/>`, { network: null, otherSource: 'eth0', linkUp: null }],
  ])('an interface with %s', (inside, expected) => {
    expect(domain(`<devices><interface>${inside}</interface></devices>`).interfaces[0]).toMatchObject(
      expected,
    );
  });

  it('refuses what is not XML', () => {
    expect(() => readDomain('<domain>')).toThrow('XML');
    expect(() => readDomain('')).toThrow();
  });
});

describe('power states', () => {
  it.each([
    [1, 0, false, 'running'],
    [2, 0, false, 'running'],
    [3, 1, false, 'paused'],
    [4, 0, false, 'running'],
    [5, 1, false, 'stopped'],
    [5, 1, true, 'suspended'],
    [5, 3, false, 'crashed'],
    [6, 0, false, 'crashed'],
    [7, 0, false, 'suspended'],
    [0, 0, false, 'unknown'],
    [99, 0, false, 'unknown'],
  ])('state %i reason %i saved %s is %s', (state, reason, saved, expected) => {
    expect(powerStateOf({ state, reason }, saved)).toBe(expected);
  });
});

describe('storage', () => {
  it('reads a pool and a volume', () => {
    expect(readPool(recorded('pool'))).toEqual({ type: 'dir', path: '/srv/kvm-lab/disks', source: null });
    expect(readVolume(recorded('volume'))).toEqual({
      physicalBytes: 786_499,
      path: '/srv/kvm-lab/disks/ev1.qcow2',
      format: 'qcow2',
      capacityBytes: 134_217_728,
      usedBytes: 671_744,
      backing: '/srv/kvm-lab/images/tinylinux.qcow2',
    });
  });

  it('knows what a network pool is read from', () => {
    const nfs = `<pool type='netfs'><source><host name='nas'/><dir path='/vol'/></source><target><path>/mnt</path></target></pool>`;
    expect(readPool(nfs)).toEqual({ type: 'netfs', path: '/mnt', source: 'nas:/vol' });
    expect(['netfs', 'rbd', 'dir', 'logical'].map(isSharedPool)).toEqual([true, true, false, false]);
  });

  it.each([
    ['<x><a>5</a></x>', 'KiB', 5_120],
    ["<x><a unit='b'>5</a></x>", 'KiB', 5],
    ["<x><a unit='KB'>5</a></x>", 'KiB', 5_000],
    ["<x><a unit='T'>1</a></x>", 'bytes', 1024 ** 4],
    ['<x><a>many</a></x>', 'bytes', null],
    ['<x/>', 'bytes', null],
  ] as const)('reads the size %s', (xml, unit, bytes) => {
    expect(sizeBytes(parseXml(xml), 'a', unit)).toBe(bytes);
  });
});

describe('networks', () => {
  it('reads NAT with DHCP and an isolated one', () => {
    expect(readNetwork(recorded('network-nat'))).toEqual({
      type: 'nat',
      bridge: 'virbr0',
      vlan: null,
      cidrs: ['192.168.122.1/24'],
      dhcp: true,
      dhcpRanges: [{ start: '192.168.122.2', end: '192.168.122.254' }],
    });
    expect(readNetwork(recorded('network-isolated'))).toMatchObject({ type: 'isolated', bridge: 'virbr1' });
  });

  it.each([
    [`<forward mode='bridge'/><vlan><tag id='42'/></vlan>`, { type: 'bridged', vlan: 42, dhcp: false }],
    [`<forward mode='route'/>`, { type: 'routed' }],
    [`<forward/>`, { type: 'nat' }],
    [`<forward mode='hostdev'/>`, { type: 'other' }],
    [`<ip family='ipv6' address='fd00::1' prefix='64'/>`, { type: 'isolated', cidrs: ['fd00::1/64'] }],
  ])('%s', (inside, expected) => {
    expect(readNetwork(`<network>${inside}</network>`)).toMatchObject(expected);
  });
});

describe('hosts', () => {
  it('reads the capabilities', () => {
    expect(readCapabilities(recorded('capabilities'))).toEqual({
      architecture: 'x86_64',
      cpuModel: 'kvm64',
      cpuVendor: 'AMD',
      numa: [{ cell: 0, cpus: 2, memoryMiB: 10_842 }],
    });
    expect(versionText(7_002_022)).toBe('7.2.22');
  });
});

describe('snapshots', () => {
  it('reads one of a running domain', () => {
    const xml = `<domainsnapshot><name>s2</name><description>&lt;x&gt;</description><state>running</state>
      <parent><name>s1</name></parent><creationTime>1795320344</creationTime><memory snapshot='internal'/></domainsnapshot>`;
    expect(readSnapshot(xml)).toEqual({
      name: 's2',
      description: '<x>',
      parent: 's1',
      withMemory: true,
      state: 'running',
      createdAt: '2026-11-22T04:05:44.000Z',
    });
  });

  it('writes what it reads', () => {
    const xml = writeSnapshot('a<b', `"x" & 'y' ]]>`);
    expect(readSnapshot(xml)).toMatchObject({ name: 'a<b', description: `"x" & 'y' ]]>` });
  });
});

it('knows what XML cannot carry', () => {
  expect(['a\u0000', 'a\u001b[0m', '\uffff', '\u000b'].map(hasForbiddenCharacters)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['tab\t line\n', '界 🚀 \u202E', '<&>'].map(hasForbiddenCharacters)).toEqual([false, false, false]);
});
