import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { VolumeContent } from '@orrery/provider-kit/volume-content.ts';
import type { VolumeFacts } from '../host/facts.ts';
import { diskPath } from '../inventory/render.ts';
import { isActive } from '../map/power.ts';
import { download } from './download.ts';
import { findVolume } from './find-volume.ts';
import type { CreatorOptions } from './making.ts';

/** Also an instance that is paused has not written all that it will. */
function refuseWriting({ inventory }: Pick<CreatorOptions, 'inventory'>, path: string | null): void {
  for (const host of inventory.hosts.values())
    for (const { ref, definition, state } of host.domains.values())
      if (isActive(state) && definition.disks.some(disk => diskPath(host, disk) === path))
        throw new ProviderError('resource.state', `Instance ${ref.name} writes to the volume now`, {
          advice: 'Stop it first, or make an image of the instance',
        });
}

/** A volume that holds only what differs from another is worth nothing without that one. */
function refuseBased({ definition }: VolumeFacts): void {
  if (definition.backing === null) return;
  throw new ProviderError('backend.refused', 'It holds only what differs from the image that it stands on', {
    advice:
      'Make a volume that is a copy of it, which is whole, and download that; or an image of the instance',
  });
}

/** The file of a volume, byte by byte, from the host that has it. */
export async function volumeContent(options: CreatorOptions, id: string): Promise<VolumeContent> {
  const { host, volume } = findVolume(options, id);
  const link = options.links.find(each => each.record === host);
  if (!link) throw new ProviderError('backend.unavailable', 'Its host is out of reach now');
  // Its length is what it is now, not what it was when it was last looked at.
  const now = await link.live.reader.volume(volume.ref, 'event');
  if (!now) throw new ProviderError('resource.not-found', 'The volume is gone');
  const { format, path, physicalBytes } = now.definition;
  refuseBased(now);
  refuseWriting(options, path);
  return {
    format,
    sizeBytes: physicalBytes,
    read: async function* read(signal) {
      let last: Uint8Array | undefined;
      for await (const piece of download(link, now.ref, signal)) {
        if (last) yield last;
        last = piece;
      }
      refuseWriting(options, path);
      if (last) yield last;
    },
  };
}
