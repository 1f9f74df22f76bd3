import { changeImageSchema, convertImageSchema, createImageSchema } from '@orrery/contract/images/bodies.ts';
import { pipeline } from 'node:stream/promises';
import type { ImagesService } from '../../images/images-service.ts';
import { type Handlers, param, plain, withBody } from '../handler.ts';
import { byteRange } from '../byte-range.ts';
import { uploadHandlers } from './upload-handlers.ts';

export interface ImageHandlerDeps {
  images: ImagesService;
}

export function imageHandlers(deps: ImageHandlerDeps): Handlers {
  return { ...catalogueHandlers(deps), downloadImage: downloadHandler(deps), ...uploadHandlers(deps) };
}

function catalogueHandlers({ images }: ImageHandlerDeps): Handlers {
  const { catalogue } = images;
  return {
    imageOptions: plain(() => ({ body: images.options() })),
    createImage: withBody(createImageSchema, async ({ auth, note }, asked) => {
      const row = await catalogue.create(auth.principal, asked);
      note({ targetKind: 'image', target: row.id, detail: { name: row.name, from: row.source.from } });
      if (row.state === 'importing') images.import(row);
      return { body: images.present(row) };
    }),
    changeImage: withBody(changeImageSchema, async (context, change) => {
      context.note({ targetKind: 'image', detail: change });
      const row = await catalogue.change(context.auth.principal, param(context, 'id'), change);
      return { body: context.viewer.scope.conceal(images.present(row)) };
    }),
    deleteImage: plain(async context => {
      context.note({ targetKind: 'image' });
      await images.remove(context.auth.principal, param(context, 'id'));
      return {};
    }),
    convertImage: withBody(convertImageSchema, async (context, { format }) => {
      context.note({ targetKind: 'image', detail: { format } });
      const row = await images.convert(context.auth.principal, param(context, 'id'), format);
      return { body: context.viewer.scope.conceal(images.present(row)) };
    }),
  };
}

const downloadHandler = ({ images }: ImageHandlerDeps) =>
  plain(async context => {
    const row = await images.catalogue.readable(context.auth.principal, param(context, 'id'));
    const range = byteRange(context.incoming.headers.range, row.sizeBytes);
    const { start, end } = range ?? { start: 0, end: row.sizeBytes - 1 };
    return {
      status: range === null ? 200 : 206,
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(end - start + 1),
        'Content-Disposition': `attachment; filename="${fileName(row.name, row.format)}"`,
        'Accept-Ranges': 'bytes',
        ETag: `"${row.sha256}"`,
        ...(range !== null && { 'Content-Range': `bytes ${start}-${end}/${row.sizeBytes}` }),
      },
      // Ends early when the caller goes away; that is nobody's fault.
      stream: response =>
        pipeline(images.read(row.sha256, start, end), response, { signal: context.signal }).catch(() => {
          response.destroy();
        }),
    };
  });

/** Names are people's: a header takes letters, digits, dots and dashes of them. */
const fileName = (name: string, format: string | null) =>
  `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 100) || 'image'}.${format === 'raw' ? 'img' : (format ?? 'img')}`;
