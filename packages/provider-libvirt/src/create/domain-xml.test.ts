import { describe, expect, it } from 'vitest';
import { readDomain } from '../map/domain.ts';
import type { MachineOffer } from '../map/machine.ts';
import { noMark } from '../map/mark.ts';
import { all, attribute, parseXml, text } from '../map/xml.ts';
import { diskXml, type NewDisk, type NewDomain, targetName, writeDomain } from './domain-xml.ts';

const machine: MachineOffer = {
  type: 'kvm',
  architecture: 'x86_64',
  machine: 'pc-q35-7.2',
  emulator: '/usr/bin/qemu-system-x86_64',
  maxVcpus: 288,
  hasHostModel: true,
  graphics: ['sdl', 'vnc'],
  videos: ['vga', 'virtio'],
  hasRng: true,
  hasEfi: false,
  hasBios: true,
};

const disk: NewDisk = {
  path: `/pools/it's <mine>.qcow2`,
  format: 'qcow2',
  readOnly: false,
  kind: 'disk',
  boot: 1,
  serial: 'abc-0',
};
const cd: NewDisk = {
  path: '/pools/seed.iso',
  format: 'raw',
  readOnly: true,
  kind: 'cdrom',
  boot: null,
  serial: null,
};

const domain = (change: Partial<NewDomain> = {}): NewDomain => ({
  uuid: '9e126a45-5039-4e97-887b-d2fa2650b97e',
  name: `<b>"it's" & so`,
  title: null,
  description: 'Two\nlines',
  vcpus: 2,
  memoryMiB: 512,
  mark: { ...noMark, project: 'p & q', flavor: 'm1', origin: { operation: 'op', creating: true } },
  machine,
  disks: [disk, { ...disk, path: '/dev/vg/data', format: 'raw', boot: null }, cd],
  nics: [{ network: `lan's`, mac: '52:54:00:00:00:01', filter: null }],
  ...change,
});

describe('the description of a new domain', () => {
  it('says what was asked for, whatever the words', () => {
    const xml = writeDomain(domain());
    const root = parseXml(xml);
    expect(text(root, 'name')).toBe(`<b>"it's" & so`);
    expect(readDomain(xml)).toMatchObject({
      description: 'Two\nlines',
      vcpus: 2,
      memoryMiB: 512,
      consoles: ['vnc', 'serial'],
      agent: 'disconnected',
      mark: domain().mark,
      disks: [
        { device: 'vda', source: `/pools/it's <mine>.qcow2`, bus: 'virtio', readOnly: false },
        { device: 'vdb', source: '/dev/vg/data', format: 'raw' },
        { device: 'sda', source: '/pools/seed.iso', bus: 'sata', kind: 'cdrom', readOnly: true },
      ],
      interfaces: [{ network: `lan's`, mac: '52:54:00:00:00:01', model: 'virtio' }],
    });
  });

  it('boots from its first disk, and leaves slots for what is plugged in later', () => {
    const root = parseXml(writeDomain(domain()));
    const orders = all(root, 'devices/disk').map(d => attribute(d, 'boot', 'order'));
    expect(orders).toEqual(['1', null, null]);
    const models = all(root, 'devices/controller').map(c => attribute(c, '', 'model'));
    expect(models[0]).toBe('pcie-root');
    // Three disks, an interface and five devices of its own have one each; eight are free.
    expect(models.filter(model => model === 'pcie-root-port')).toHaveLength(17);
  });

  it('runs on what the host has', () => {
    const emulated = writeDomain(
      domain({ machine: { ...machine, type: 'qemu', machine: 'pc', videos: [], graphics: [] } }),
    );
    const root = parseXml(emulated);
    expect(attribute(root, '', 'type')).toBe('qemu');
    expect(text(root, 'features/tcg/tb-cache')).toBe('64');
    expect(all(root, 'cpu')).toHaveLength(0);
    expect(all(root, 'devices/controller')).toHaveLength(0);
    expect(readDomain(emulated)).toMatchObject({ consoles: ['serial'], firmware: 'BIOS' });
    expect(readDomain(emulated).disks.at(-1)).toMatchObject({ bus: 'ide', device: 'hda' });
    const arm = { ...machine, architecture: 'aarch64', machine: 'virt-7.2', hasBios: false, hasEfi: true };
    const onArm = writeDomain(domain({ machine: arm }));
    expect(readDomain(onArm)).toMatchObject({ firmware: 'UEFI', architecture: 'aarch64' });
    expect(all(parseXml(onArm), 'features/apic')).toHaveLength(0);
  });
});

it('lets a guest give blocks back, but not of what it only reads', () => {
  expect(diskXml(disk, { name: 'vda', bus: 'virtio' })).toContain("discard='unmap'");
  expect(diskXml({ ...disk, readOnly: true }, { name: 'vda', bus: 'virtio' })).not.toContain('discard');
});

it.each([
  [0, 'vda'],
  [25, 'vdz'],
  [26, 'vdaa'],
  [27, 'vdab'],
  [701, 'vdzz'],
])('disk %i is %s', (index, name) => expect(targetName('vd', index)).toBe(name));
