import type { MachineOffer } from '../map/machine.ts';
import { type Mark, writeMarkInDomain } from '../map/mark.ts';
import { escapeXml } from '../map/xml.ts';

export interface NewDisk {
  path: string;
  format: string;
  readOnly: boolean;
  kind: 'disk' | 'cdrom';
  /** Order in which the firmware tries it; null: never. */
  boot: number | null;
  serial: string | null;
}

export interface NewNic {
  network: string;
  mac: string;
  /** Name of its packet filter; null: none. */
  filter: string | null;
}

export interface NewDomain {
  uuid: string;
  name: string;
  title: string | null;
  description: string | null;
  vcpus: number;
  memoryMiB: number;
  mark: Mark;
  machine: MachineOffer;
  disks: readonly NewDisk[];
  nics: readonly NewNic[];
}

const element = (name: string, text: string | null): string =>
  text === null || text === '' ? '' : `<${name}>${escapeXml(text)}</${name}>`;

/** 0: vda, 25: vdz, 26: vdaa. */
export function targetName(prefix: string, index: number): string {
  const letter = String.fromCodePoint(97 + (index % 26));
  return index < 26 ? prefix + letter : `${targetName(prefix, Math.floor(index / 26) - 1)}${letter}`;
}

const isBlockDevice = (path: string): boolean => path.startsWith('/dev/');

/** One disk of a domain, on its own: for its description and for attaching. */
export function diskXml(disk: NewDisk, target: { name: string; bus: string }): string {
  const [type, attribute] = isBlockDevice(disk.path) ? ['block', 'dev'] : ['file', 'file'];
  const discard = disk.kind === 'disk' && !disk.readOnly ? " discard='unmap'" : '';
  const boot = disk.boot === null ? '' : `<boot order='${disk.boot}'/>`;
  return (
    `<disk type='${type}' device='${disk.kind}'><driver name='qemu' type='${escapeXml(disk.format)}'${discard}/>` +
    `<source ${attribute}='${escapeXml(disk.path)}'/><target dev='${target.name}' bus='${target.bus}'/>` +
    `${disk.readOnly ? '<readonly/>' : ''}${element('serial', disk.serial)}${boot}</disk>`
  );
}

export const nicXml = ({ network, mac, filter }: NewNic): string =>
  `<interface type='network'><mac address='${escapeXml(mac)}'/><source network='${escapeXml(network)}'/><model type='virtio'/>${filter === null ? '' : `<filterref filter='${escapeXml(filter)}'/>`}</interface>`;

/** How many volumes and interfaces can be plugged in while it runs: a PCIe slot takes one device. */
const spareSlots = 8;
/** Agent channel, balloon, entropy, USB, graphics. */
const fixedDevices = 5;

function slotsXml({ machine, disks, nics }: NewDomain): string {
  const usesPcie = /q35|^virt/.test(machine.machine);
  const ports = disks.length + nics.length + fixedDevices + spareSlots;
  if (!usesPcie) return '';
  return (
    "<controller type='pci' model='pcie-root'/>" +
    "<controller type='pci' model='pcie-root-port'/>".repeat(ports)
  );
}

function cdromBus({ machine, architecture }: MachineOffer): string {
  if (architecture !== 'x86_64') return 'scsi';
  return machine.includes('q35') ? 'sata' : 'ide';
}

const cdromPrefix: Readonly<Record<string, string>> = { sata: 'sd', scsi: 'sd', ide: 'hd' };

function disksXml({ disks, machine }: NewDomain): string {
  const bus = cdromBus(machine);
  const ofKind = (kind: NewDisk['kind']) => disks.filter(disk => disk.kind === kind);
  const hard = ofKind('disk').map((disk, i) => diskXml(disk, { name: targetName('vd', i), bus: 'virtio' }));
  const cds = ofKind('cdrom').map((disk, i) =>
    diskXml(disk, { name: targetName(cdromPrefix[bus] ?? 'sd', i), bus }),
  );
  return [...hard, ...cds].join('');
}

/** Emulated, each guest would keep up to 1 GiB of translated code; this is plenty for small ones. */
const tcgCacheMiB = 64;

function platformXml({ machine }: NewDomain): string {
  const { type, architecture, hasBios, hasEfi, hasHostModel } = machine;
  const firmware = !hasBios && hasEfi ? " firmware='efi'" : '';
  const emulated = type === 'qemu' ? `<tcg><tb-cache unit='MiB'>${tcgCacheMiB}</tb-cache></tcg>` : '';
  const features = hasBios ? `<acpi/><apic/>${emulated}` : `<acpi/>${emulated}`;
  // The host's own model can be moved to like hosts; emulation has a model of its own.
  const cpu = type === 'kvm' && hasHostModel ? "<cpu mode='host-model'/>" : '';
  return (
    `<os${firmware}><type arch='${escapeXml(architecture)}' machine='${escapeXml(machine.machine)}'>hvm</type></os>` +
    `<features>${features}</features>${cpu}<clock offset='utc'/>` +
    '<on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>'
  );
}

function screenXml({ graphics, videos }: MachineOffer): string {
  if (!graphics.includes('vnc')) return '';
  const video = ['vga', 'virtio', 'bochs'].find(model => videos.includes(model));
  // Where VNC listens is the host's policy (vnc_listen of its qemu.conf), loopback unless it says otherwise.
  return (
    "<graphics type='vnc' autoport='yes'/>" +
    (video === undefined ? '' : `<video><model type='${video}'/></video>`) +
    "<input type='tablet' bus='usb'/>"
  );
}

export function writeDomain(domain: NewDomain): string {
  const { machine } = domain;
  const rng = machine.hasRng
    ? "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
    : '';
  return (
    `<domain type='${escapeXml(machine.type)}'><name>${escapeXml(domain.name)}</name><uuid>${domain.uuid}</uuid>` +
    `${element('title', domain.title)}${element('description', domain.description)}` +
    `<metadata>${writeMarkInDomain(domain.mark)}</metadata>` +
    `<memory unit='MiB'>${domain.memoryMiB}</memory><vcpu>${domain.vcpus}</vcpu>${platformXml(domain)}` +
    `<devices><emulator>${escapeXml(machine.emulator)}</emulator>${slotsXml(domain)}${disksXml(domain)}` +
    `${domain.nics.map(nicXml).join('')}<serial type='pty'/><console type='pty'><target type='serial'/></console>` +
    "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>" +
    `${screenXml(machine)}<memballoon model='virtio'><stats period='2'/></memballoon>${rng}</devices></domain>`
  );
}
