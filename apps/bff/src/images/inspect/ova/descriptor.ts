import { refuse } from '../refused.ts';
import { type OvfElement, ovfElements } from './ovf-elements.ts';

export interface OvfDisk {
  /** Name of the file that it is filled from; null: it is empty. */
  file: string | null;
  capacityBytes: number;
}

/** What a descriptor says of the machine that is made from it. */
export interface OvfFacts {
  /** Names of all files that it refers to. */
  files: readonly string[];
  disks: readonly OvfDisk[];
  networks: readonly string[];
}

const mostDisks = 32;

const attribute = ({ attributes }: OvfElement, name: string): string | null => attributes.get(name) ?? null;

/** Such as `byte * 2^30`; without, bytes. */
function unitOf(text: string | null): number {
  if (text === null || text.trim() === 'byte') return 1;
  const found = /^byte\s*\*\s*(\d{1,4})\s*(?:\^\s*(\d{1,2}))?$/.exec(text.trim());
  if (!found) return refuse(`It counts the size of a disk in ${JSON.stringify(text.slice(0, 40))}`);
  return Number(found[1]) ** Number(found[2] ?? '1');
}

/** Files beside the descriptor, each in one piece and as it is. */
function readFiles(elements: readonly OvfElement[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const element of elements.filter(e => e.name === 'File' && e.parent === 'References')) {
    const href = attribute(element, 'href') ?? '';
    if (!/^[^/\\:\p{Cc}]{1,255}$/u.test(href) || href.startsWith('.'))
      refuse(
        `It refers to a file elsewhere: ${JSON.stringify(href.slice(0, 80))}`,
        'All that it needs must be in the archive itself',
      );
    if (attribute(element, 'chunkSize') !== null)
      refuse(`It has ${href} in several pieces`, 'Export it again without splitting its disks');
    if (!['', 'identity', null].includes(attribute(element, 'compression')))
      refuse(`It has ${href} compressed once more`, 'Export it again without compression');
    files.set(attribute(element, 'id') ?? '', href);
  }
  return files;
}

function readDisk(element: OvfElement, files: ReadonlyMap<string, string>): OvfDisk {
  const capacity = attribute(element, 'capacity') ?? '';
  if (attribute(element, 'parentRef') !== null)
    refuse('One of its disks is a difference to another one', 'Export it again without snapshots');
  if (!/^\d{1,16}$/.test(capacity)) refuse('It does not say in plain numbers how large its disks are');
  const capacityBytes = Number(capacity) * unitOf(attribute(element, 'capacityAllocationUnits'));
  if (!(capacityBytes > 0)) refuse('One of its disks is empty');
  const ref = attribute(element, 'fileRef');
  const file = ref === null ? null : (files.get(ref) ?? null);
  if (ref !== null && file === null) refuse('One of its disks is in a file that it does not name');
  return { file, capacityBytes };
}

/** Refuses what is more than one machine, or stands on anything outside of the archive. */
export function readDescriptor(text: string): OvfFacts {
  const elements = ovfElements(text);
  const machines = elements.filter(e => e.name === 'VirtualSystem').length;
  if (machines !== 1 || elements.some(e => e.name === 'VirtualSystemCollection'))
    refuse(`It describes ${machines} machines; one is taken`, 'Export each machine by itself');
  const files = readFiles(elements);
  const described = elements.filter(e => e.name === 'Disk' && e.parent === 'DiskSection');
  if (described.length === 0 || described.length > mostDisks)
    refuse(`It has ${described.length} disks; 1 to ${mostDisks} are taken`);
  return {
    files: [...files.values()],
    disks: described.map(element => readDisk(element, files)),
    networks: elements
      .filter(e => e.name === 'Network' && e.parent === 'NetworkSection')
      .flatMap(e => attribute(e, 'name') ?? []),
  };
}
