import { digester } from '@orrery/provider-kit/ids.ts';
import type { MoRef } from '@orrery/vim25/values.ts';

const digest = digester(16);

/** vCenter's own ids are short words, such as `vm-42`; a single host uses numbers, paths and names, too. */
export const nativeOfRef = ({ type, value }: MoRef): string =>
  /^[a-z]+-[a-z]?\d+$/.test(value) ? value : `${type}-${digest(value)}`;

/** A template is an image, and another thing than the instance it was: it has another id. */
export const nativeOfTemplate = (native: string): string => `template-${native}`;

/** A virtual disk by the file it began as: it keeps that when snapshots are taken. */
export const nativeOfDisk = ({ datastore, file }: { datastore: string; file: string }): string =>
  `disk-${digest(`${datastore}\n${file}`)}`;

/** A file of a datastore that is an image. */
export const nativeOfFile = ({ datastore, file }: { datastore: string; file: string }): string =>
  `file-${digest(`${datastore}\n${file}`)}`;

/** An item of a content library. */
export const nativeOfItem = (item: string): string => `library-${item}`;
