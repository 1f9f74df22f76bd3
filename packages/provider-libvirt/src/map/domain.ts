import type { Element } from '@xmldom/xmldom';
import { imageOfDomain, type Mark, markOfDomain } from './mark.ts';
import { all, attribute, first, integer, parseXml, sizeBytes, text } from './xml.ts';

export interface DomainDisk {
  device: string;
  kind: 'disk' | 'cdrom' | 'floppy' | 'lun';
  bus: string | null;
  source: string | null;
  /** Set when the source is a volume of a pool by name. */
  pool: string | null;
  volume: string | null;
  format: string | null;
  readOnly: boolean;
}

export interface DomainInterface {
  mac: string | null;
  model: string | null;
  network: string | null;
  /** What it is plugged into when that is no network of libvirt's. */
  otherSource: string | null;
  linkUp: boolean | null;
}

export type AgentState = 'connected' | 'disconnected' | 'absent';

/** What a domain's XML says, as far as Orrery shows it. */
export interface DomainDefinition {
  title: string | null;
  description: string | null;
  memoryMiB: number;
  maxMemoryMiB: number;
  vcpus: number;
  maxVcpus: number;
  architecture: string | null;
  machineType: string | null;
  firmware: string | null;
  agent: AgentState;
  disks: DomainDisk[];
  interfaces: DomainInterface[];
  consoles: ('vnc' | 'spice' | 'serial')[];
  mark: Mark;
  image: string | null;
}

const toMiB = (bytes: number | null): number => Math.round((bytes ?? 0) / 1024 ** 2);

const diskKinds = ['disk', 'cdrom', 'floppy', 'lun'] as const;

/** The attribute that names a disk's source depends on its type (domaincommon.rng). */
function diskSource(disk: Element): string | null {
  const names = ['file', 'dev', 'dir', 'name'];
  for (const name of names) {
    const value = attribute(disk, 'source', name);
    if (value !== null) return value;
  }
  return null;
}

function readDisk(disk: Element): DomainDisk {
  const device = attribute(disk, '', 'device') ?? 'disk';
  return {
    device: attribute(disk, 'target', 'dev') ?? '?',
    kind: diskKinds.find(k => k === device) ?? 'disk',
    bus: attribute(disk, 'target', 'bus'),
    source: diskSource(disk),
    pool: attribute(disk, 'source', 'pool'),
    volume: attribute(disk, 'source', 'volume'),
    format: attribute(disk, 'driver', 'type'),
    readOnly: first(disk, 'readonly') !== null || device === 'cdrom',
  };
}

export const readDisks = (domain: Element | null): DomainDisk[] => all(domain, 'devices/disk').map(readDisk);

function readInterface(nic: Element): DomainInterface {
  const state = attribute(nic, 'link', 'state');
  const network = attribute(nic, 'source', 'network');
  return {
    mac: attribute(nic, 'mac', 'address'),
    model: attribute(nic, 'model', 'type'),
    network,
    // While it runs a network's bridge is named as well; it is not what the interface is plugged into.
    otherSource:
      network === null ? (attribute(nic, 'source', 'bridge') ?? attribute(nic, 'source', 'dev')) : null,
    linkUp: state === null ? null : state === 'up',
  };
}

function readConsoles(domain: Element): DomainDefinition['consoles'] {
  const graphics = all(domain, 'devices/graphics').map(g => attribute(g, '', 'type'));
  const serial = all(domain, 'devices/console').length > 0 || all(domain, 'devices/serial').length > 0;
  const found: DomainDefinition['consoles'] = [];
  if (graphics.includes('vnc')) found.push('vnc');
  if (graphics.includes('spice')) found.push('spice');
  if (serial) found.push('serial');
  return found;
}

const agentChannel = 'org.qemu.guest_agent.0';

function readAgent(domain: Element): AgentState {
  const channel = all(domain, 'devices/channel').find(c => attribute(c, 'target', 'name') === agentChannel);
  if (!channel) return 'absent';
  return attribute(channel, 'target', 'state') === 'connected' ? 'connected' : 'disconnected';
}

function readFirmware(domain: Element): string {
  if (attribute(domain, 'os', 'firmware') === 'efi') return 'UEFI';
  return attribute(domain, 'os/loader', 'type') === 'pflash' ? 'UEFI' : 'BIOS';
}

export function readDomain(xml: string): DomainDefinition {
  const domain = parseXml(xml);
  const memory = sizeBytes(domain, 'memory', 'KiB');
  const maxVcpus = integer(text(domain, 'vcpu')) ?? 1;
  return {
    title: text(domain, 'title'),
    description: text(domain, 'description'),
    memoryMiB: toMiB(sizeBytes(domain, 'currentMemory', 'KiB') ?? memory),
    maxMemoryMiB: toMiB(memory),
    vcpus: integer(attribute(domain, 'vcpu', 'current')) ?? maxVcpus,
    maxVcpus,
    architecture: attribute(domain, 'os/type', 'arch'),
    machineType: attribute(domain, 'os/type', 'machine'),
    firmware: readFirmware(domain),
    agent: readAgent(domain),
    disks: readDisks(domain),
    interfaces: all(domain, 'devices/interface').map(readInterface),
    consoles: readConsoles(domain),
    mark: markOfDomain(domain),
    image: imageOfDomain(domain),
  };
}
