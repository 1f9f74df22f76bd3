import type { Appliance } from '@orrery/provider-kit/image-content.ts';
import { type ByteSource, readFully } from '../byte-source.ts';
import { refuse } from '../refused.ts';
import { inspectVmdk, isStreamed, isVmdk } from '../vmdk.ts';
import { readDescriptor } from './descriptor.ts';
import { type TarFile, tarFiles } from './tar.ts';

/** vCenter takes no larger one. */
const largestDescriptor = 4 * 1024 * 1024;
const vmdkHead = 1024;

async function descriptorOf(source: ByteSource, file: TarFile | undefined): Promise<string> {
  if (file === undefined || !/\.ovf$/i.test(file.path))
    return refuse(
      'It is an archive (tar), and no appliance: that begins with a descriptor (.ovf)',
      'Send the disk that is in it, or an OVA',
    );
  if (file.sizeBytes > largestDescriptor) refuse('Its descriptor is absurdly large');
  const bytes = await readFully(source, file.offset, file.sizeBytes);
  if (bytes === undefined) return refuse('Its descriptor is cut off');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('Its descriptor is no UTF-8');
  }
}

/** A part of the archive as if it were a file of its own. */
const partOf = ({ read }: ByteSource, { offset, sizeBytes }: TarFile): ByteSource => ({
  size: sizeBytes,
  read: (from, length) => read(offset + from, Math.max(0, Math.min(length, sizeBytes - from))),
});

async function refuseDisk(source: ByteSource, file: TarFile, capacityBytes: number): Promise<void> {
  const disk = partOf(source, file);
  const head = await disk.read(0, Math.min(vmdkHead, disk.size));
  if (!isVmdk(head) || !isStreamed(head))
    refuse(`${file.path} is no VMDK as OVF packages have them (streamOptimized)`, 'Export it again as OVA');
  if ((await inspectVmdk(disk, head)) > capacityBytes)
    refuse(`${file.path} is larger than its descriptor says`, 'Export it again as OVA');
}

export interface InspectedAppliance extends Appliance {
  /** Sum of its disks. */
  virtualSizeBytes: number;
}

/** An OVA: a tar archive of a descriptor and all that it refers to. Refuses whatever leads out of it. */
export async function inspectOva(source: ByteSource): Promise<InspectedAppliance> {
  const walk = tarFiles(source);
  const first = await walk.next();
  const descriptor = await descriptorOf(source, first.done === true ? undefined : first.value);
  const { files, disks, networks } = readDescriptor(descriptor);
  const inside = new Map<string, TarFile>();
  for await (const file of walk) {
    inside.set(file.path, file);
    // At once, and not when all have come: nobody sends gibibytes to hear of it.
    const disk = disks.find(one => one.file === file.path);
    if (disk) await refuseDisk(source, file, disk.capacityBytes);
  }
  const missing = files.find(path => !inside.has(path));
  if (missing !== undefined) refuse(`${missing} is not in the archive, though its descriptor refers to it`);
  return {
    descriptor,
    networks,
    files: files.flatMap(path => inside.get(path) ?? []),
    virtualSizeBytes: disks.reduce((sum, disk) => sum + disk.capacityBytes, 0),
  };
}
