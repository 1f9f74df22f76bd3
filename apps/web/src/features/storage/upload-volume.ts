import type { ImageFormat } from '@orrery/contract/images/image-facts.ts';
import { orrery } from '../../api/orrery.ts';
import { startUpload } from '../../api/uploads.ts';
import { beginVolumeUpload, type VolumeWish } from '../../api/volume-uploads.ts';
import type { Translate } from '../../lib/i18n.ts';

const GIB = 1_073_741_824;

/** What it would take is asked before gigabytes are sent for nothing; in the end the server decides. */
async function refuseOverQuota(
  t: Translate,
  { project, capacityBytes }: VolumeWish,
  file: File,
): Promise<void> {
  if (project === null) return;
  const { items } = await orrery.own.quota(project);
  const free = ({ limit, used, reserved }: typeof items.volumes) =>
    limit === null ? Number.POSITIVE_INFINITY : limit - used - reserved;
  if (free(items.volumes) < 1) throw new Error(t('storage.volumes.quotaVolumes'));
  const needed = Math.max(capacityBytes ?? 0, file.size) / GIB;
  const room = Math.max(0, free(items.volumeGiB));
  if (needed > room)
    throw new Error(
      t('storage.volumes.quotaSize', { free: Math.floor(room), needed: Math.ceil(needed * 100) / 100 }),
    );
}

/** Begins to send a file that becomes a volume; the tray shows how far it is. */
export async function uploadVolume(
  t: Translate,
  wish: VolumeWish,
  { file, format }: { file: File; format: ImageFormat | null },
): Promise<void> {
  await refuseOverQuota(t, wish, file);
  startUpload(await beginVolumeUpload(file, { ...wish, format }), file);
}
