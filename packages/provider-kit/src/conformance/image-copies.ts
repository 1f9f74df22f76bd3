import { createHash, randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { ActionControl, ActionRequest } from '../action.ts';
import type { ImageContent } from '../image-content.ts';
import { ProviderError } from '../provider-error.ts';
import type { CreationSession } from './creation-session.ts';

/** The same image in other bytes, which no host has: what stands behind the end of one does not matter. */
async function fresh(image: ImageContent, signal: AbortSignal): Promise<ImageContent> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of image.read(0, signal)) chunks.push(chunk);
  const bytes = Buffer.concat([...chunks, randomBytes(32)]);
  return {
    ...image,
    id: `${image.id}-fresh`,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    read: async function* read(offset) {
      for (let at = offset; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
    },
  };
}
const chunkBytes = 1_048_576;

/** Images of the catalogue that are put on a host before anybody launches from them there. */
export function describeImageCopies(session: CreationSession): void {
  const { suite } = session;

  const prepared = async () => {
    const [image] = session.fixture.images;
    const host = await session.fixture.host();
    if (!image || host === null) throw new Error('Bringing images is claimed, but there is none, or no host');
    const content = await fresh(image, session.trace().control.signal);
    const request = suite.session.request('host', host, 'bringImage', { image: content.id });
    const control = (signal?: AbortSignal) => {
      const trace = session.trace(signal);
      return { ...trace, control: { ...trace.control, image: async () => content } };
    };
    return { content, request, control };
  };
  const resolution = async (request: ActionRequest, control: ActionControl) =>
    (await suite.session.provider.resolve(request, null, control)).state;
  const copies = ({ sha256 }: ImageContent) =>
    suite.session.mirror.all('volume').filter(v => v.copyOf?.sha256 === sha256);

  describe('copies of images on hosts', () => {
    suite.it('host.bringImage', 'is there, told while it comes, and can be taken away', async () => {
      const { content, request, control } = await prepared();
      const { provider, mirror } = suite.session;
      expect(await resolution(request, control().control)).toBe('not-started');
      const trace = control();
      await provider.act(request, trace.control);
      expect(trace.progress.some(({ fraction = 0 }) => fraction > 0)).toBe(true);
      expect(await resolution(request, control().control)).toBe('succeeded');
      const whole = () =>
        copies(content).find(
          ({ copyOf }) => copyOf?.arriving === false && copyOf.receivedBytes === content.sizeBytes,
        );
      const { id, copyOf } = await mirror.waitFor('the copy', whole, suite.fixture.timings.eventMs);
      expect(copyOf).toMatchObject({ host: request.id, clones: 0 });
      // Again: it is there already.
      await provider.act({ ...request, operation: crypto.randomUUID() }, control().control);
      expect(copies(content)).toHaveLength(1);
      await suite.act('volume', suite.session.native(id), 'delete');
      expect(await resolution(request, control().control)).toBe('not-started');
    });

    suite.it('host.bringImage', 'given up, leaves nothing', async () => {
      const { content, request, control } = await prepared();
      const aborting = new AbortController();
      const trace = control(aborting.signal);
      const report = trace.control.progress;
      trace.control.progress = told => {
        report(told);
        if ((told.fraction ?? 0) > 0) aborting.abort();
      };
      const error = await session.failure(suite.session.provider.act(request, trace.control));
      expect(error.code).toBe('cancelled');
      expect(await resolution(request, control().control)).toBe('not-started');
      const gone = () => copies(content).length === 0 || null;
      await suite.session.mirror.waitFor('the part of a copy to go', gone, suite.fixture.timings.eventMs);
    });

    suite.it('host.bringImage', 'of an image that is not there is refused', async () => {
      const { request, control } = await prepared();
      const nothing = { ...control().control, image: async () => null };
      await expect(suite.session.provider.act(request, nothing)).rejects.toBeInstanceOf(ProviderError);
    });
  });
}
