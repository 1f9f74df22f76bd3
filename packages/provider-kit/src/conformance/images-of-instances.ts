import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { ExportedDisk, Exporter, ImageContent } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { CreationSession } from './creation-session.ts';
import type { Suite } from './suite.ts';

const qcow2Magic = 'QFI\xfb';

/** All of it, in memory: disks of the suite are small. */
async function bytesOf(disk: ExportedDisk, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of disk.read(signal)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function asImage(name: string, bytes: Buffer, format: ExportedDisk['format']): ImageContent {
  return {
    id: `image-of-${name}`,
    name,
    format,
    sizeBytes: bytes.length,
    virtualSizeBytes: format === 'qcow2' ? Number(bytes.readBigUInt64BE(24)) : bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    read: async function* read(offset) {
      yield bytes.subarray(offset);
    },
  };
}

export function describeImagesOfInstances(suite: Suite): void {
  const session = new CreationSession(suite);
  const remove = (native: string) => suite.fixture.destroyInstance(native);
  const request = (native: string, name: string) =>
    suite.session.request('instance', native, 'createImage', { name, description: null });
  const stopped = async (name: string) => session.make(await session.instance(name, { start: false }));

  /** Where the backend keeps images itself, an action makes one there. */
  const kept = async (): Promise<void> => {
    const native = await suite.make({ running: true });
    const name = `${session.name()}-image`;
    await suite.act('instance', native, 'createImage', { name, description: null });
    const seen = () => suite.session.mirror.all('image').some(image => image.name.includes(name)) || null;
    await suite.session.mirror.waitFor(`image ${name}`, seen, suite.fixture.timings.eventMs);
  };

  const exporting = async (run: (exporter: Exporter) => Promise<void>): Promise<void> => {
    const { exporter } = suite.session.provider;
    if (exporter) await run(exporter);
  };

  describe('images of instances', () => {
    suite.it('instance.createImage', 'the whole disk comes out, and a copy of it runs', async () => {
      const { exporter } = suite.session.provider;
      if (!exporter) return kept();
      const name = session.name();
      const native = await stopped(name);
      const before = await session.fixture.traces(name);
      const trace = session.trace();
      const { bytes, disk } = await exporter.export(request(native, name), trace.control, async given => ({
        disk: given,
        bytes: await bytesOf(given, trace.control.signal),
      }));
      expect(bytes.length).toBe(disk.sizeBytes);
      if (disk.format === 'qcow2') {
        expect(bytes.toString('latin1', 0, 4)).toBe(qcow2Magic);
        // It stands on nothing: neither a backing file nor data elsewhere.
        expect(bytes.readBigUInt64BE(8)).toBe(0n);
      }
      expect((await session.fixture.traces(name)).toSorted()).toEqual(before.toSorted());
      await remove(native);
      const image = asImage(name, bytes, disk.format);
      const control = { ...session.trace().control, image: async () => image };
      const root = { from: 'image' as const, image: image.id };
      const again = await session.request(await session.instance(session.name(), { root }));
      const { id } = await session.creator.create(again, control);
      const twin = suite.session.native(id);
      await suite.session.seen(twin, 'running', i => i.powerState === 'running');
      await remove(twin);
    });

    suite.it('instance.createImage', 'of one that runs is refused, where disks are read', () =>
      exporting(async exporter => {
        const native = await suite.make({ running: true });
        const asked = request(native, 'conf-image');
        const reading = exporter.export(asked, session.trace().control, async () => 'read');
        expect((await session.failure(reading)).code).toBe('resource.state');
      }),
    );

    suite.it('instance.createImage', 'given up, or failing where it goes, leaves nothing', () =>
      exporting(async exporter => {
        const name = session.name();
        const native = await stopped(name);
        const before = (await session.fixture.traces(name)).toSorted();
        const aborting = new AbortController();
        const { control } = session.trace(aborting.signal);
        const givenUp = exporter.export(request(native, name), control, async disk => {
          for await (const chunk of disk.read(control.signal)) if (chunk.length > 0) aborting.abort();
          return bytesOf(disk, control.signal);
        });
        expect((await session.failure(givenUp)).code).toBe('cancelled');
        expect((await session.fixture.traces(name)).toSorted()).toEqual(before);
        const failing = exporter.export(request(native, name), session.trace().control, async () => {
          throw new ProviderError('backend.refused', 'The catalogue is full');
        });
        expect((await session.failure(failing)).message).toContain('catalogue is full');
        expect((await session.fixture.traces(name)).toSorted()).toEqual(before);
        // After a crash there may be nothing to clear: that is no fault.
        await exporter.clear(request(native, name), session.trace().control);
        await remove(native);
      }),
    );
  });
}
