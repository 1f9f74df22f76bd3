import { all, attribute, integer, parseXml, sizeBytes, text } from './xml.ts';

export interface HostCapabilities {
  architecture: string | null;
  cpuModel: string | null;
  cpuVendor: string | null;
  numa: { cell: number; cpus: number; memoryMiB: number }[];
}

/** The host part of the capabilities document. */
export function readCapabilities(xml: string): HostCapabilities {
  const root = parseXml(xml);
  return {
    architecture: text(root, 'host/cpu/arch'),
    cpuModel: text(root, 'host/cpu/model'),
    cpuVendor: text(root, 'host/cpu/vendor'),
    numa: all(root, 'host/topology/cells/cell').map(cell => ({
      cell: integer(attribute(cell, '', 'id')) ?? 0,
      cpus: integer(attribute(cell, 'cpus', 'num')) ?? 0,
      memoryMiB: Math.round((sizeBytes(cell, 'memory', 'KiB') ?? 0) / 1024 ** 2),
    })),
  };
}

/** libvirt's number major * 1,000,000 + minor * 1,000 + release. */
export const versionText = (version: number): string =>
  `${Math.floor(version / 1e6)}.${Math.floor(version / 1e3) % 1e3}.${version % 1e3}`;
