import { archiveSchema, prunableSchema, type PruneScope } from '@orrery/contract/images/backend-images.ts';
import { bulkReplySchema } from '@orrery/contract/http/bodies.ts';
import { ask } from './ask.ts';
import { errorOf } from './orrery-error.ts';
import type { Transport } from './transport.ts';

/** Images that hosts keep themselves. To make one: `act('host', { id, action: 'makeImage', args })`. */
export class HostImagesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Bytes of a tar, for an image that is built from them or loaded. */
  async sendArchive(tar: Blob, signal?: AbortSignal) {
    const headers = { 'content-type': 'application/x-tar' };
    const answer = await this.#transport.send('createArchive', { signal }, { headers, body: tar });
    if (!answer.ok) throw await errorOf(answer);
    return archiveSchema.parse(await answer.json());
  }

  /** An image with all its layers, as a tar. */
  async save(image: string, signal?: AbortSignal): Promise<Response> {
    const answer = await this.#transport.send(
      'saveImage',
      { params: { id: image }, signal },
      { headers: {} },
    );
    if (!answer.ok) throw await errorOf(answer);
    return answer;
  }

  /** What could go from a back end, and what that would free. */
  prunable(backend: string, scope: PruneScope, signal?: AbortSignal) {
    const call = { params: { id: backend }, query: { scope }, signal };
    return ask(this.#transport, 'prunableImages', prunableSchema, call);
  }

  /** Deletes exactly these; answers with who is refused and why. */
  deleteAll(ids: readonly string[], idempotencyKey: string) {
    const body = { ids, action: 'delete' };
    return ask(this.#transport, 'bulkImages', bulkReplySchema, { body, idempotencyKey });
  }
}
