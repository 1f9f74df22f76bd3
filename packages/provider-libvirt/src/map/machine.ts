import type { Element } from '@xmldom/xmldom';
import { all, attribute, first, integer, parseXml, text } from './xml.ts';

/** What QEMU on a host offers for one kind of machine (DomainGetCapabilities). */
export interface MachineOffer {
  /** kvm, or qemu where the processor must be emulated. */
  type: string;
  architecture: string;
  machine: string;
  emulator: string;
  maxVcpus: number;
  hasHostModel: boolean;
  graphics: string[];
  videos: string[];
  hasRng: boolean;
  hasEfi: boolean;
  hasBios: boolean;
}

const values = (root: Element, path: string, name: string): string[] =>
  all(root, `${path}/enum`)
    .filter(e => attribute(e, '', 'name') === name)
    .flatMap(e => all(e, 'value'))
    .map(v => v.textContent ?? '');

const supported = (root: Element, path: string): boolean => attribute(root, path, 'supported') === 'yes';

export function readMachine(xml: string): MachineOffer {
  const root = parseXml(xml);
  const hostModel = all(root, 'cpu/mode').find(mode => attribute(mode, '', 'name') === 'host-model');
  return {
    type: text(root, 'domain') ?? 'qemu',
    architecture: text(root, 'arch') ?? 'x86_64',
    machine: text(root, 'machine') ?? '',
    emulator: text(root, 'path') ?? '',
    maxVcpus: integer(attribute(first(root, 'vcpu'), '', 'max')) ?? 1,
    hasHostModel: attribute(hostModel ?? null, '', 'supported') === 'yes',
    graphics: supported(root, 'devices/graphics') ? values(root, 'devices/graphics', 'type') : [],
    videos: supported(root, 'devices/video') ? values(root, 'devices/video', 'modelType') : [],
    hasRng: supported(root, 'devices/rng'),
    hasEfi: values(root, 'os', 'firmware').includes('efi'),
    hasBios: (text(root, 'arch') ?? '').match(/^(x86_64|i686)$/) !== null,
  };
}
