import type { Appliance, ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { headOf } from './image-part.ts';

/** "Virtual Disk Format 5.0": compressed grains with markers, made to be written in one go. */
const streamed = 0x30000;
const headerBytes = 80;

/** The only kind of disk that is taken over a lease. */
async function isStreamed(image: ImageContent, signal: AbortSignal): Promise<boolean> {
  const head = await headOf(image, headerBytes, signal);
  const isVmdk = head.length === headerBytes && head.toString('latin1', 0, 4) === 'KDMV';
  return isVmdk && (head.readUInt32LE(8) & streamed) === streamed;
}

interface Item {
  type: number;
  /** In the order of the schema, which is that of the alphabet. */
  fields: Readonly<Record<string, string | number>>;
}

const item = ({ type, fields }: Item, at: number): string => {
  const all = { ...fields, ElementName: at + 1, InstanceID: at + 1, ResourceType: type };
  const inside = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `<Item>${inside.map(([name, value]) => `<rasd:${name}>${value}</rasd:${name}>`).join('')}</Item>`;
};

/** Processor, memory, controller and its disk: the size that was asked for is set afterwards. */
const hardware: readonly Item[] = [
  { type: 3, fields: { AllocationUnits: 'hertz * 10^6', VirtualQuantity: 1 } },
  { type: 4, fields: { AllocationUnits: 'byte * 2^20', VirtualQuantity: 512 } },
  { type: 6, fields: { Address: 0, ResourceSubType: 'VirtualSCSI' } },
  { type: 17, fields: { AddressOnParent: 0, HostResource: 'ovf:/disk/disk', Parent: 3 } },
];

/** A machine around one disk: of hardware that ESXi 6.5 and later know, and with a guest nothing is assumed of. */
const machineAround = (file: { path: string; sizeBytes: number }, capacityBytes: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" xmlns:vmw="http://www.vmware.com/schema/ovf">
<References><File ovf:href="${file.path}" ovf:id="file" ovf:size="${file.sizeBytes}"/></References>
<DiskSection><Info>Disk</Info><Disk ovf:capacity="${capacityBytes}" ovf:capacityAllocationUnits="byte" ovf:diskId="disk" ovf:fileRef="file" ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/></DiskSection>
<VirtualSystem ovf:id="machine"><Info>Machine</Info><Name>machine</Name>
<OperatingSystemSection ovf:id="102" vmw:osType="otherGuest64"><Info>Guest</Info></OperatingSystemSection>
<VirtualHardwareSection><Info>Hardware</Info>
<System><vssd:ElementName>Hardware</vssd:ElementName><vssd:InstanceID>0</vssd:InstanceID><vssd:VirtualSystemType>vmx-13</vssd:VirtualSystemType></System>
${hardware.map(item).join('\n')}
</VirtualHardwareSection></VirtualSystem>
</Envelope>`;

const isNotStreamed = ({ name, format }: ImageContent): ProviderError =>
  new ProviderError('capability.missing', `vSphere takes no ${format} as ${name} is one`, {
    advice: `Make one for it: qemu-img convert -O vmdk -o subformat=streamOptimized <file> disk.vmdk`,
  });

/** What is sent to vSphere of an image of Orrery's catalogue: an OVA as it is, and a machine around a VMDK. */
export async function applianceOf(image: ImageContent, signal: AbortSignal): Promise<Appliance> {
  if (image.appliance) return image.appliance;
  if (image.format === 'iso')
    throw new ProviderError('capability.missing', `Image ${image.name} is an installer, not a disk`, {
      advice: 'Choose a disk image or an OVA',
    });
  if (image.format !== 'vmdk' || !(await isStreamed(image, signal))) throw isNotStreamed(image);
  const file = { path: 'disk.vmdk', offset: 0, sizeBytes: image.sizeBytes };
  return { descriptor: machineAround(file, image.virtualSizeBytes), networks: [], files: [file] };
}
