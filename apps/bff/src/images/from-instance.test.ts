import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageSettingsSchema } from '@orrery/contract/images/settings.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { systemClock } from '@orrery/provider-kit/clock.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { CreateControl } from '@orrery/provider-kit/creator.ts';
import type { ExportedDisk, Exporter } from '@orrery/provider-kit/exporter.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { anInstance } from '../http/testing/samples.ts';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { newRecord } from '../operations/new-record.ts';
import type { OperationRecord } from '../operations/operation-record.ts';
import { readAction } from '../operations/admission.ts';
import { person } from '../operations/testing/operations-rig.ts';
import { ImageFiles } from './image-files.ts';
import { findImage } from './image-rows.ts';
import { ImagesService } from './images-service.ts';
import { aRawDisk } from './testing/disks.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const shown = new Map<string, Resource>();
let database: Database;
let directory = '';
let images: ImagesService;
const project = randomUUID();

beforeAll(async () => {
  database = await openTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'orrery-images-'));
  await database.pool.query(
    `insert into project (id, name, name_key, quota, created_at)
     values ($1, 'blue', 'blue', $2, now())`,
    [project, JSON.stringify({ images: null })],
  );
  images = new ImagesService({
    db: database.db,
    clock: systemClock,
    log: () => undefined,
    files: new ImageFiles(directory),
    settings: imageSettingsSchema.parse({ keepFreeGiB: 0 }),
    inventory: {
      publish: rows => {
        for (const row of rows) shown.set(row.id, row);
      },
      retract: (_, ids) => {
        for (const id of ids) shown.delete(id);
      },
    },
    audit: { record: async () => undefined },
    usersOf: () => [],
  });
  await images.start();
});
afterAll(async () => {
  images.stop();
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

function record(): OperationRecord {
  const target = anInstance({ project });
  const asked = readAction('instance', 'createImage', { name: 'golden' });
  const viewer = person('tess', { projects: { [project]: 'member' } });
  return newRecord({ viewer, asked, target, backend: 'lab', batch: null, nowMs: Date.now() });
}

const fractions: number[] = [];
const control = (signal = new AbortController().signal): CreateControl => ({
  signal,
  progress: ({ fraction }) => {
    if (fraction !== undefined) fractions.push(fraction);
  },
  bind: async () => {},
  identified: async () => {},
  image: async () => null,
});

const disk = aRawDisk(64 * 4096);
/** A backend that gives out one disk; `breaks` after so many bytes. */
function provider(
  breaks = Number.POSITIVE_INFINITY,
  consistency?: ExportedDisk['consistency'],
): { provider: Provider; cleared: () => number } {
  let cleared = 0;
  const exporter: Exporter = {
    export: async (_request, _control, use) =>
      use({
        format: 'raw',
        sizeBytes: disk.length,
        ...(consistency && { consistency }),
        read: async function* read() {
          for (let at = 0; at < disk.length; at += 4096) {
            if (at >= breaks) throw new ProviderError('backend.unavailable', 'The connection was lost');
            yield disk.subarray(at, at + 4096);
          }
        },
      }),
    clear: async () => {
      cleared++;
    },
  };
  // Of a provider only this is asked here.
  return { provider: { exporter } as unknown as Provider, cleared: () => cleared };
}

const leftovers = () => readdir(join(directory, 'parts'));

it('IM-55: the disk of an instance becomes an image of its project, with progress by bytes', async () => {
  const operation = record();
  await images.fromInstances.perform(provider().provider, operation, control());
  expect(await findImage(database.db, operation.id)).toMatchObject({
    state: 'available',
    project,
    name: 'golden',
    visibility: 'private',
    format: 'raw',
    sizeBytes: disk.length,
    sha256: createHash('sha256').update(disk).digest('hex'),
    source: { from: 'instance' },
  });
  expect(shown.get(operation.id)).toMatchObject({ kind: 'image', status: 'available', project });
  expect(fractions.length).toBeGreaterThan(10);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  const after = await images.fromInstances.resolve(provider().provider, operation, control());
  expect(after).toEqual({ state: 'succeeded' });
});

it.each([
  ['stopped', /^Image golden$/],
  ['quiesced', /held still$/],
  ['crash', /as after a power cut/],
] as const)('IM-55: it is said of which moment it is: %s', async (consistency, words) => {
  const made = await images.fromInstances.perform(
    provider(undefined, consistency).provider,
    record(),
    control(),
  );
  expect(made.message).toMatch(words);
});

it('IM-56: what fails leaves neither row nor bytes', async () => {
  const operation = record();
  const failing = images.fromInstances.perform(provider(disk.length / 2).provider, operation, control());
  await expect(failing).rejects.toMatchObject({ code: 'backend.unavailable' });
  expect(await findImage(database.db, operation.id)).toBeUndefined();
  expect(shown.has(operation.id)).toBe(false);
  expect(await leftovers()).toEqual([]);
});

it('IM-56: killed in the middle, a restart takes away the half image, here and at the backend', async () => {
  const operation = record();
  const halfway = Promise.withResolvers<void>();
  const { provider: hanging } = provider();
  const exporter: Exporter = {
    export: async (_request, _control, use) =>
      use({
        format: 'raw',
        sizeBytes: disk.length,
        read: async function* read() {
          yield disk.subarray(0, 4096);
          halfway.resolve();
          await new Promise<never>(() => {});
        },
      }),
    clear: async () => {},
  };
  void images.fromInstances.perform({ ...hanging, exporter }, operation, control());
  await halfway.promise;
  expect(await findImage(database.db, operation.id)).toMatchObject({ state: 'importing' });
  // The next process begins: it does not take it for an import of its own.
  await images.start();
  const { provider: next, cleared } = provider();
  const found = await images.fromInstances.resolve(next, operation, control());
  expect(found).toEqual({ state: 'not-started' });
  expect(cleared()).toBe(1);
  expect(await findImage(database.db, operation.id)).toBeUndefined();
  expect(await leftovers()).toEqual([]);
});

it('IM-57: where the backend keeps images itself, it makes one there', async () => {
  const acted: string[] = [];
  const engine = {
    act: async ({ action }: { action: string }) => {
      acted.push(action);
      return {};
    },
    // Of a provider only this is asked here.
  } as unknown as Provider;
  const operation = record();
  await images.fromInstances.perform(engine, operation, control());
  expect(acted).toEqual(['createImage']);
  expect(await findImage(database.db, operation.id)).toBeUndefined();
});
