import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageSettingsSchema } from '@orrery/contract/images/settings.ts';
import { ImageFiles } from '../image-files.ts';
import { ImagesService, type ImagesOptions } from '../images-service.ts';

type Needed = Pick<ImagesOptions, 'db' | 'clock' | 'audit' | 'inventory'>;

export interface TestImages {
  service: ImagesService;
  directory: string;
  close: () => Promise<void>;
}

/** The real thing, in a folder of its own. `directory` of an earlier one: as after a restart. */
export async function openTestImages(
  needed: Needed,
  more: Partial<ImagesOptions> & { directory?: string } = {},
): Promise<TestImages> {
  const directory = more.directory ?? (await mkdtemp(join(tmpdir(), 'orrery-images-')));
  const service = new ImagesService({
    log: () => undefined,
    files: new ImageFiles(directory),
    settings: imageSettingsSchema.parse({ keepFreeGiB: 0 }),
    usersOf: () => [],
    ...needed,
    ...more,
  });
  await service.start();
  const close = async () => {
    service.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { service, directory, close };
}
