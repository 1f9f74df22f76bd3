import { createImageSchema } from '@orrery/contract/images/bodies.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { Checksum } from '../../images/append.ts';
import type { ImagesService } from '../../images/images-service.ts';
import { apiPrefix } from '../api-prefix.ts';
import { type Context, type Handlers, param, plain } from '../handler.ts';
import { allowLongBody } from '../listen.ts';
import { validate } from '../validate.ts';

/** https://tus.io/protocols/resumable-upload: core, and the extensions creation, checksum, termination and expiration. */
const version = '1.0.0';
const partType = 'application/offset+octet-stream';
/** Nothing came for so long: the sender is gone, and will go on later. */
const idleMs = 30_000;

export function uploadHandlers({ images }: { images: ImagesService }): Handlers {
  const { catalogue, uploads } = images;
  const required = async (context: Context) => {
    refuseVersion(context);
    context.note({ targetKind: 'image' });
    return catalogue.require(context.auth.principal, param(context, 'id'));
  };
  const state = (row: ImageRow) => headersOf(row, images.expiresAt(row));
  return {
    createUpload: plain(async context => {
      refuseVersion(context);
      const row = await catalogue.create(context.auth.principal, createFrom(context));
      context.note({ targetKind: 'image', target: row.id, detail: { name: row.name } });
      return { headers: { ...state(row), Location: `${apiPrefix}/uploads/${row.id}` } };
    }),
    uploadOffset: plain(async context => {
      const { id } = await required(context);
      return { headers: state(await uploads.offset(id)) };
    }),
    appendUpload: plain(async context => {
      const { id } = await required(context);
      return { headers: state(await uploads.append(id, partOf(context))) };
    }),
    endUpload: plain(async context => {
      const { id, state: now } = await required(context);
      if (now === 'available')
        throw new RequestError('image.not-ready', 'The upload is complete; delete the image');
      await images.remove(context.auth.principal, id);
      return { headers: { 'Tus-Resumable': version } };
    }),
  };
}

type ImageRow = Parameters<ImagesService['present']>[0];

const headersOf = (row: ImageRow, expires: Date): Record<string, string> => ({
  'Tus-Resumable': version,
  'Upload-Offset': String(row.receivedBytes),
  'Upload-Length': String(row.sizeBytes ?? 0),
  ...(row.state === 'uploading' && { 'Upload-Expires': expires.toUTCString() }),
});

function refuseVersion({ incoming }: Context): void {
  const asked = incoming.headers['tus-resumable'];
  if (asked !== version)
    throw new RequestError(
      'upload.version',
      `Send Tus-Resumable: ${version}; this asked for ${String(asked)}`,
    );
}

function partOf({ incoming }: Context) {
  if (incoming.headers['content-type'] !== partType)
    throw new RequestError('upload.media-type', `Send the part with Content-Type: ${partType}`);
  allowLongBody(incoming);
  incoming.setTimeout(idleMs, () => incoming.destroy());
  return {
    offset: wholeNumber(incoming.headers['upload-offset'], 'Upload-Offset'),
    bytes: incoming,
    checksum: checksumOf(incoming.headers['upload-checksum']),
    interrupt: () => incoming.destroy(),
  };
}

function checksumOf(header: string | string[] | undefined): Checksum | null {
  if (header === undefined) return null;
  const [, algorithm, value = ''] = /^(sha1|sha256|md5) ([A-Za-z0-9+/]+={0,2})$/.exec(String(header)) ?? [];
  if (algorithm === 'sha256' || algorithm === 'sha1' || algorithm === 'md5') return { algorithm, value };
  throw new RequestError(
    'request.invalid',
    'Upload-Checksum is sha256, sha1 or md5, a space, and the digest in base64',
  );
}

function wholeNumber(header: string | string[] | undefined, name: string): number {
  const text = String(header);
  if (!/^\d{1,16}$/.test(text))
    throw new RequestError('request.invalid', `${name} is missing or no whole number`);
  return Number(text);
}

/** What `POST /images` has in its body comes in headers here. */
function createFrom({ incoming }: Context) {
  const metadata = metadataOf(String(incoming.headers['upload-metadata'] ?? ''));
  const { filename, filetype: _type, name = filename, ...fields } = metadata;
  const sizeBytes = wholeNumber(incoming.headers['upload-length'], 'Upload-Length');
  const source = { from: 'upload', sizeBytes, fileName: filename ?? null };
  return validate(createImageSchema, { ...fields, name, source });
}

/** `key base64,key base64` */
function metadataOf(header: string): Record<string, string> {
  const pairs = header.split(',').flatMap((pair): [string, string][] => {
    const [key = '', value = ''] = pair.trim().split(' ');
    return key === '' ? [] : [[key, Buffer.from(value, 'base64').toString('utf8')]];
  });
  return Object.fromEntries(pairs);
}
