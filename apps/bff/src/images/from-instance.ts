import type { CreateControl } from '@orrery/provider-kit/creator.ts';
import type { ExportedDisk } from '@orrery/provider-kit/exporter.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ImageRow } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';
import { type OperationRecord, toRequest } from '../operations/operation-record.ts';
import type { Performer } from '../operations/performer.ts';
import { append } from './append.ts';
import type { ImageContext } from './image-context.ts';
import { deleteImageRow, findImage, insertImage, updateImage } from './image-rows.ts';
import { RunningHash } from './running-hash.ts';
import { refuseWithoutSpace } from './space.ts';

const mib = 2 ** 20;
/** Of the whole: what comes before is the copy at the backend, what comes after looks at the bytes. */
const transfer = { from: 0.5, to: 0.98 };

export interface FromInstanceOptions {
  context: ImageContext;
  finish: (row: ImageRow, hash: RunningHash) => Promise<ImageRow>;
}

/**
 * "Image from instance" where the backend gives out disks: the bytes come into the catalogue, as an image of the
 * project of the instance whose id is that of the operation. Where the backend keeps images itself, it makes one there.
 */
export function imagesFromInstances(options: FromInstanceOptions): Performer {
  return {
    takes: ({ kind, action }) => kind === 'instance' && action === 'createImage',
    perform: async (provider, record, control) => {
      const { exporter } = provider;
      if (exporter === undefined) return provider.act(toRequest(record), control);
      const row = await begin(options.context, record);
      try {
        const consistency = await exporter.export(toRequest(record), control, async disk => {
          await receive(options, row, { disk, control });
          return disk.consistency ?? 'stopped';
        });
        return { message: `Image ${row.name}${momentOf[consistency]}` };
      } catch (error) {
        await forget(options.context, record.id);
        throw error instanceof RequestError
          ? new ProviderError('backend.refused', error.message, { cause: error })
          : error;
      }
    },
    resolve: async (provider, record, control) => {
      const { exporter } = provider;
      if (exporter === undefined) return provider.resolve(toRequest(record), record.handle, control);
      await exporter.clear(toRequest(record), control);
      const row = await findImage(options.context.db, record.id);
      if (row?.state === 'available') return { state: 'succeeded' };
      await forget(options.context, record.id);
      return { state: 'not-started' };
    },
  };
}

/** What one may rely on when an instance is made of it. */
const momentOf = {
  stopped: '',
  quiesced: '; taken while it ran, with its file systems held still',
  crash: '; taken while it ran, as after a power cut: its guest did not hold its file systems still',
} as const satisfies Record<NonNullable<ExportedDisk['consistency']>, string>;

async function begin({ db, clock, show }: ImageContext, record: OperationRecord): Promise<ImageRow> {
  const now = new Date(clock.now());
  const { id, project, args, userId, before } = record;
  const architecture = before['architecture'];
  const row = await insertImage(db, {
    id,
    project,
    name: String(args['name']),
    description: typeof args['description'] === 'string' ? args['description'] : null,
    architecture: typeof architecture === 'string' ? architecture : null,
    state: 'importing',
    visibility: 'private',
    source: { from: 'instance' },
    createdBy: userId,
    createdAt: now,
    changedAt: now,
  });
  show(row);
  return row;
}

async function receive(
  { context, finish }: FromInstanceOptions,
  { id }: ImageRow,
  { disk, control }: { disk: ExportedDisk; control: CreateControl },
): Promise<void> {
  const { sizeBytes, format } = disk;
  await refuseWithoutSpace(context, sizeBytes);
  const hash = new RunningHash();
  const tell = (receivedBytes: number) => {
    const share = receivedBytes / Math.max(1, sizeBytes);
    control.progress({
      phase: 'transfer',
      fraction: transfer.from + share * (transfer.to - transfer.from),
      message: `${Math.floor(receivedBytes / mib)} of ${Math.ceil(sizeBytes / mib)} MiB`,
    });
  };
  tell(0);
  const received = await append({
    path: context.files.partOf(id),
    offset: 0,
    room: sizeBytes,
    bytes: counted(disk.read(control.signal), tell),
    checksum: null,
    hash,
    settled: async receivedBytes => {
      const now = await updateImage(context.db, { id, when: 'importing' }, { sizeBytes, receivedBytes });
      if (now === undefined) throw new ProviderError('cancelled', 'The image was deleted meanwhile');
      context.show(now);
    },
  });
  if (received !== sizeBytes)
    throw new ProviderError('backend.refused', `Only ${received} of ${sizeBytes} bytes came`);
  const whole = await updateImage(
    context.db,
    { id, when: 'importing' },
    { sizeBytes, receivedBytes: received, declaredFormat: format },
  );
  if (whole === undefined) throw new ProviderError('cancelled', 'The image was deleted meanwhile');
  await finish(whole, hash);
}

async function* counted(bytes: AsyncIterable<Uint8Array>, tell: (received: number) => void) {
  let received = 0;
  for await (const chunk of bytes) {
    yield chunk;
    received += chunk.length;
    tell(received);
  }
}

/** Row first, as when an image is deleted. */
async function forget({ db, files, inventory }: ImageContext, id: string): Promise<void> {
  await files.exclusive(() => deleteImageRow(db, id));
  await files.dropPart(id);
  inventory.retract('image', [id]);
}
