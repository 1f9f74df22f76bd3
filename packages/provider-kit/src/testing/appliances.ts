import { createHash, randomBytes } from 'node:crypto';
import type { ImageContent } from '../image-content.ts';

const block = 512;

export interface TarEntry {
  path: string;
  bytes: Buffer;
  /** As it stands in the header, where that is to differ from the bytes. */
  size?: number;
  type?: string;
}

function tarHeader({ path, bytes, size = bytes.length, type = '0' }: TarEntry): Buffer {
  const header = Buffer.alloc(block);
  header.write(path, 0, 100);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A tar archive as `tar --format=ustar` makes it. */
export function aTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap(entry => [
    tarHeader(entry),
    entry.bytes,
    Buffer.alloc((block - (entry.bytes.length % block)) % block),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

const vmdkDescriptor = `# Disk DescriptorFile
version=1
CID=fffffffe
parentCID=ffffffff
createType="streamOptimized"
RW 131072 SPARSE "disk.vmdk"
`;

/** The header of a streamOptimized VMDK of 64 MiB, and bytes behind it that no other disk has. */
export function aStreamedVmdk(payloadBytes = 0): Buffer {
  const disk = Buffer.alloc(128 * block);
  disk.write('KDMV', 'latin1');
  disk.writeUInt32LE(3, 4);
  disk.writeUInt32LE(0x30001, 8);
  disk.writeBigUInt64LE(131_072n, 12);
  disk.writeBigUInt64LE(128n, 20);
  disk.writeBigUInt64LE(1n, 28);
  disk.writeBigUInt64LE(20n, 36);
  disk.writeUInt32LE(512, 44);
  disk.writeBigUInt64LE(0xffffffffffffffffn, 56);
  disk.writeUInt16LE(1, 77);
  disk.write(vmdkDescriptor, block, 'latin1');
  return Buffer.concat([disk, randomBytes(payloadBytes)]);
}

export interface Described {
  href?: string;
  /** More attributes of the file. */
  file?: string;
  /** More attributes of the disk. */
  disk?: string;
  capacity?: string;
  /** In place of the one machine. */
  machines?: string;
  prolog?: string;
}

const system = '<vssd:VirtualSystemType>vmx-13</vssd:VirtualSystemType>';
const item = (id: number, type: number, more: string) =>
  `<Item><rasd:ElementName>item ${id}</rasd:ElementName><rasd:InstanceID>${id}</rasd:InstanceID>${more}` +
  `<rasd:ResourceType>${type}</rasd:ResourceType></Item>`;

const machine = `<VirtualSystem ovf:id="appliance"><Info>A machine</Info><Name>appliance</Name>
<OperatingSystemSection ovf:id="94" vmw:osType="ubuntu64Guest"><Info>Guest</Info></OperatingSystemSection>
<VirtualHardwareSection><Info>Hardware</Info><System><vssd:ElementName>Hardware</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID>${system}</System>
${item(1, 3, '<rasd:VirtualQuantity>1</rasd:VirtualQuantity>')}
${item(2, 4, '<rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits><rasd:VirtualQuantity>512</rasd:VirtualQuantity>')}
${item(3, 6, '<rasd:Address>0</rasd:Address><rasd:ResourceSubType>VirtualSCSI</rasd:ResourceSubType>')}
${item(4, 17, '<rasd:AddressOnParent>0</rasd:AddressOnParent><rasd:HostResource>ovf:/disk/disk-1</rasd:HostResource><rasd:Parent>3</rasd:Parent>')}
${item(5, 10, '<rasd:Connection>VM Network</rasd:Connection><rasd:ResourceSubType>VmxNet3</rasd:ResourceSubType>')}
</VirtualHardwareSection></VirtualSystem>`;

/** A descriptor of one machine with one disk and one interface, in the words of a real one. */
export const anOvf = (size: number, o: Described = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
${o.prolog ?? ''}<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf">
<References><File ovf:href="${o.href ?? 'disk.vmdk'}" ovf:id="file-1" ovf:size="${size}" ${o.file ?? ''}/></References>
<DiskSection><Info>Disks</Info><Disk ovf:capacity="${o.capacity ?? '64'}" ovf:capacityAllocationUnits="byte * 2^20" ovf:diskId="disk-1" ovf:fileRef="file-1" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized" ${o.disk ?? ''}/></DiskSection>
<NetworkSection><Info>Networks</Info><Network ovf:name="VM Network"><Description>The network</Description></Network></NetworkSection>
${o.machines ?? machine}
</Envelope>`;

export const oneMachine = machine;

/** An appliance of one machine with one disk of 64 MiB. */
export const anOva = (disk: Buffer = aStreamedVmdk(), described: Described = {}): Buffer =>
  aTar([
    { path: 'appliance.ovf', bytes: Buffer.from(anOvf(disk.length, described)) },
    { path: 'disk.vmdk', bytes: disk },
  ]);

/** In pieces, as files are read. */
const pieceBytes = 256 * 1024;

const contentOf = (bytes: Buffer): Pick<ImageContent, 'sizeBytes' | 'sha256' | 'read'> => ({
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  read: async function* read(offset, signal) {
    for (let at = offset; at < bytes.length; at += pieceBytes) {
      signal.throwIfAborted();
      yield bytes.subarray(at, at + pieceBytes);
    }
  },
});

const virtualSizeBytes = 64 * 2 ** 20;

/** The same as Orrery's catalogue gives it out. */
export function applianceImage(name: string, disk: Buffer): ImageContent {
  const bytes = anOva(disk);
  const appliance = {
    descriptor: anOvf(disk.length),
    networks: ['VM Network'],
    files: [{ path: 'disk.vmdk', offset: bytes.indexOf(disk), sizeBytes: disk.length }],
  };
  return { id: `image-${name}`, name, format: 'ova', virtualSizeBytes, ...contentOf(bytes), appliance };
}

/** A disk by itself, as Orrery's catalogue gives it out. */
export const vmdkImage = (name: string, disk: Buffer): ImageContent => ({
  ...{ id: `image-${name}`, name, format: 'vmdk', virtualSizeBytes },
  ...contentOf(disk),
});
