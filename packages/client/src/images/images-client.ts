import {
  type ChangeImage,
  type CreateImageInput,
  imageOptionsSchema,
} from '@orrery/contract/images/bodies.ts';
import { type Image, imageSchema } from '@orrery/contract/resources/storage.ts';
import { ask } from '../ask.ts';
import { errorOf } from '../orrery-error.ts';
import type { Transport } from '../transport.ts';

const version = { 'tus-resumable': '1.0.0' };

/** Images of Orrery's own catalogue. Part of OrreryClient; `upload-image.ts` sends a file. */
export class ImagesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  options(signal?: AbortSignal) {
    return ask(this.#transport, 'imageOptions', imageOptionsSchema, { signal });
  }

  create(image: CreateImageInput): Promise<Image> {
    return ask(this.#transport, 'createImage', imageSchema, { body: image });
  }

  change(id: string, change: ChangeImage): Promise<Image> {
    return ask(this.#transport, 'changeImage', imageSchema, { params: { id }, body: change });
  }

  async remove(id: string): Promise<void> {
    await this.#transport.call('deleteImage', { params: { id } });
  }

  convert(id: string, format: 'qcow2' | 'raw'): Promise<Image> {
    return ask(this.#transport, 'convertImage', imageSchema, { params: { id }, body: { format } });
  }

  /** Where an upload goes on. */
  async offset(id: string, signal?: AbortSignal): Promise<number> {
    const answer = await this.#transport.send(
      'uploadOffset',
      { params: { id }, signal },
      { headers: version },
    );
    if (!answer.ok) throw await errorOf(answer);
    return Number(answer.headers.get('upload-offset'));
  }

  /** Sends one part; answers with the offset after it. */
  async append(
    id: string,
    part: { offset: number; bytes: ArrayBuffer; checksum: string | null },
    signal?: AbortSignal,
  ): Promise<number> {
    const headers = {
      ...version,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(part.offset),
      ...(part.checksum === null ? {} : { 'upload-checksum': `sha256 ${part.checksum}` }),
    };
    const call = { params: { id }, signal };
    const answer = await this.#transport.send('appendUpload', call, { headers, body: part.bytes });
    if (!answer.ok) throw await errorOf(answer);
    return Number(answer.headers.get('upload-offset'));
  }
}
