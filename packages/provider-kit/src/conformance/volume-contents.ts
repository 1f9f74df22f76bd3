import { describe, expect } from 'vitest';
import { ProviderError } from '../provider-error.ts';
import type { VolumeContent } from '../volume-content.ts';
import { CreationSession } from './creation-session.ts';
import type { Suite } from './suite.ts';

/** Volumes come out as they lie there. */
export function describeVolumeContents(suite: Suite): void {
  const session = new CreationSession(suite);
  const never = new AbortController().signal;
  const content = (native: string): Promise<VolumeContent> => {
    const { exporter } = suite.session.provider;
    if (!exporter?.volume)
      throw new Error('volume.download is claimed, but the provider gives out no volumes');
    return exporter.volume(session.id(native), never);
  };
  const codeOf = (asked: Promise<unknown>) =>
    asked.catch((error: unknown) => (error instanceof ProviderError ? error.code : error));
  const made = async () =>
    session.make({ kind: 'volume', spec: await session.fixture.volume(session.name(), session.id) });

  describe('contents of volumes', () => {
    suite.it('volume.download', 'come out whole, as long as was said, the same twice', async () => {
      const native = await made();
      const read = async (): Promise<Buffer> => {
        const { sizeBytes, read: bytes } = await content(native);
        const pieces: Uint8Array[] = [];
        for await (const piece of bytes(never)) pieces.push(piece);
        const all = Buffer.concat(pieces);
        if (sizeBytes !== null) expect(all.length).toBe(sizeBytes);
        return all;
      };
      const first = await read();
      expect(first.length).toBeGreaterThan(0);
      const { format } = await content(native);
      if (format === 'qcow2') expect(first.toString('latin1', 0, 4)).toBe('QFI\xfb');
      expect((await read()).equals(first)).toBe(true);
      await suite.act('volume', native, 'delete');
      expect(await codeOf(content(native))).toBe('resource.not-found');
    });

    suite.it('volume.download', 'ends when it is given up, and the volume can be deleted then', async () => {
      const native = await made();
      const giving = new AbortController();
      const { read } = await content(native);
      const reading = async () => {
        for await (const piece of read(giving.signal)) if (piece.length > 0) giving.abort();
        // So short that it was over before: then there is nothing to end.
        return 'whole';
      };
      const outcome = await suite.within(
        suite.fixture.timings.actionMs,
        'a download to end',
        reading().catch(() => 'ended'),
      );
      expect(['whole', 'ended']).toContain(outcome);
      await suite.act('volume', native, 'delete');
    });
  });
}
