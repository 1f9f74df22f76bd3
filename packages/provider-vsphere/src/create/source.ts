import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { NetworkFacts, VmFacts } from '../map/facts.ts';
import { applianceOf } from './appliance-of.ts';
import { cloneTemplate } from './clone-template.ts';
import { deployFromLibrary } from './deploy-item.ts';
import { guestData } from './guest-data.ts';
import { importAppliance } from './import-appliance.ts';
import { done, type Making, working } from './making.ts';
import type { Place } from './place.ts';

/** What an instance is made from. */
export interface Source {
  /** As it is noted with the instance. */
  image: string;
  /** Of its disks together. */
  bytes: number;
  /** Where that matters for the place. */
  template: VmFacts | null;
  /** Makes it there: off, of the size that was asked for. */
  make: (spec: InstanceCreation, at: { place: Place; networks: readonly NetworkFacts[] }) => Promise<MoRef>;
}

const sizeOf = ({ devices }: VmFacts): number =>
  (devices?.disks ?? []).reduce((sum, disk) => sum + (disk.capacityBytes ?? 0), 0);

/** An imported machine is as large as its descriptor says. */
async function asAsked(making: Making, vm: MoRef, spec: InstanceCreation): Promise<MoRef> {
  making.control.progress({ phase: 'disk' });
  const { vcpus: numCPUs, memoryMiB: memoryMB, description } = spec;
  const extra = guestData(making.request.operation, spec);
  const change = { annotation: description ?? '', numCPUs, memoryMB, extra };
  await done(making, await machines.reconfigure(making.session, vm, change, working(making)));
  return vm;
}

async function ofCatalogue(making: Making, id: string): Promise<Source> {
  const image = await making.control.image(id);
  if (!image) throw new ProviderError('resource.not-found', 'There is no such image');
  const appliance = await applianceOf(image, making.control.signal);
  return {
    image: image.id,
    bytes: image.virtualSizeBytes,
    template: null,
    make: async (spec, { place, networks }) => {
      const wanted = { image, appliance, place, networks, name: spec.name };
      return asAsked(making, await importAppliance(making, wanted), spec);
    },
  };
}

const ofLibrary = (making: Making, image: string, item: string): Source => ({
  image,
  // Nothing tells how large its disks are before they are made.
  bytes: 0,
  template: null,
  make: (spec, { place }) => deployFromLibrary(making, { item, spec, place }),
});

/** A template of vSphere, or an image of Orrery's own catalogue that can be brought there. */
export async function sourceOf(making: Making, root: InstanceCreation['root']): Promise<Source> {
  const { backend, store } = making;
  if (root.from !== 'image')
    throw new ProviderError('capability.missing', 'vSphere makes instances from images only', {
      advice: 'Choose one of its images',
    });
  const native = nativeOf(backend, root.image);
  if (native === null) return ofCatalogue(making, root.image);
  const template = native.startsWith('template-') ? store.vm(native.slice('template-'.length)) : undefined;
  const stored = store.images.get(native);
  if (stored && 'item' in stored.from && stored.format === 'ovf')
    return ofLibrary(making, stored.name, stored.from.item);
  if (stored)
    throw new ProviderError(
      'capability.missing',
      `Orrery makes no instances from ${stored.format} images of vSphere`,
      {
        advice: 'Choose a template, or upload it here as an OVA',
      },
    );
  if (!template?.template) throw new ProviderError('resource.not-found', 'There is no such image');
  return {
    image: template.name,
    bytes: sizeOf(template),
    template,
    make: (spec, { place }) => cloneTemplate(making, { template, spec, place }),
  };
}
