import { createHash } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { ExportedDisk, Exporter } from '../exporter.ts';
import type { ImageContent } from '../image-content.ts';
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

/** Where the backend keeps images itself, an action makes one there. */
async function kept(session: CreationSession): Promise<void> {
  const { suite } = session;
  const native = await suite.make({ running: true });
  // Containers need not be stopped for it.
  if (suite.session.instance(native)?.instanceKind === 'vm') {
    await suite.fixture.outside.stop(native);
    await suite.session.seen(native, 'stopped', i => i.powerState === 'stopped');
  }
  const name = `${session.name()}-image`;
  await suite.act('instance', native, 'createImage', { name, description: null });
  const { mirror } = suite.session;
  const { eventMs } = suite.fixture.timings;
  const seen = () => mirror.all('image').find(image => image.name.includes(name));
  const { id } = await mirror.waitFor(`image ${name}`, seen, eventMs);
  if (!suite.claims('image.delete')) return;
  await suite.act('image', suite.session.native(id), 'delete');
  await mirror.waitFor(`image ${name} to go`, () => !mirror.resources.has(id) || null, eventMs);
  suite.exercised.add('image.delete');
}

export function describeImagesOfInstances(suite: Suite): void {
  const session = new CreationSession(suite);
  const remove = (native: string) => suite.fixture.destroyInstance(native);
  const request = (native: string, name: string) =>
    suite.session.request('instance', native, 'createImage', { name, description: null });
  const stopped = async (name: string) => session.make(await session.instance(name, { start: false }));

  const exporting = async (run: (exporter: Exporter) => Promise<void>): Promise<void> => {
    const { exporter } = suite.session.provider;
    if (exporter) await run(exporter);
  };

  describe('images of instances', () => {
    suite.it('instance.createImage', 'the whole disk comes out, and a copy of it runs', async () => {
      const { exporter } = suite.session.provider;
      if (!exporter) return kept(session);
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

    suite.it('instance.createImage', 'of one that runs is told of which moment, and it runs on', () =>
      exporting(async exporter => {
        const name = session.name();
        const native = await session.make(await session.instance(name));
        await suite.session.seen(native, 'running', i => i.powerState === 'running');
        const before = (await session.fixture.traces(name)).toSorted();
        const { control } = session.trace();
        const { disk, bytes } = await exporter.export(request(native, name), control, async given => ({
          disk: given,
          bytes: await bytesOf(given, control.signal),
        }));
        expect(bytes.length).toBe(disk.sizeBytes);
        expect(['quiesced', 'crash']).toContain(disk.consistency);
        expect((await session.fixture.traces(name)).toSorted()).toEqual(before);
        expect((await suite.look(native)).powerState).toBe('running');
        await remove(native);
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
