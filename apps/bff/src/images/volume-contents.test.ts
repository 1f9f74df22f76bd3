import { capabilities } from '@orrery/contract/capabilities.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import type { Exporter } from '@orrery/provider-kit/exporter.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../authz/principal.ts';
import { aVolume, everyCapability } from '../http/testing/samples.ts';
import { createInventoryReader } from '../inventory/inventory-reader.ts';
import { createInventory, openLab } from '../inventory/testing/inventory-rig.ts';
import { mostDownloads, VolumeContents } from './volume-contents.ts';

const project = '019c0000-0000-7000-8000-00000000000a';
const member: Principal = {
  kind: 'user',
  userId: 'u1',
  username: 'tess',
  role: null,
  memberships: [{ project, role: 'member' }],
  credential: 'c1',
};
const bytes = Buffer.from('the bytes of a volume');

let volume: NonNullable<Exporter['volume']>;
let can: Provider['capabilities'];
let contents: VolumeContents;
/** Streams that the back end has open. */
let open: number;

beforeEach(() => {
  open = 0;
  can = () => everyCapability;
  volume = async () => ({
    format: 'raw',
    sizeBytes: bytes.length,
    read: async function* read(signal) {
      open++;
      try {
        for (const byte of bytes) {
          signal.throwIfAborted();
          yield Uint8Array.of(byte);
        }
      } finally {
        open--;
      }
    },
  });
  const { inventory } = createInventory();
  openLab(inventory);
  inventory.publish([aVolume({ project })]);
  const exporter: Exporter = {
    export: () => Promise.reject(new Error('Not asked for')),
    clear: async () => undefined,
    volume: (id, signal) => volume(id, signal),
  };
  contents = new VolumeContents({
    reader: createInventoryReader(inventory),
    provider: () => ({ capabilities: () => can(), exporter }),
  });
});

const wanted = (more: Partial<Principal> = {}, signal = new AbortController().signal) => ({
  principal: { ...member, ...more },
  volume: 'lab:disk',
  signal,
});
const inMembership = (role: 'reader' | 'member') => ({ memberships: [{ project, role }] });

describe('IM-70: the bytes of a volume', () => {
  it('come out, with their length and format', async () => {
    expect(await contents.facts(wanted())).toMatchObject({ available: true, sizeBytes: bytes.length });
    const { bytes: read, ...about } = await contents.open(wanted());
    const pieces: Uint8Array[] = [];
    for await (const piece of read) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(about).toEqual({ name: 'disk', format: 'raw', sizeBytes: bytes.length });
  });

  it('are for those who may change the volumes of its project', async () => {
    await expect(contents.open(wanted(inMembership('reader')))).rejects.toMatchObject({
      code: 'permission.denied',
    });
    for (const asked of [
      contents.open(wanted({ memberships: [] })),
      contents.facts(wanted({ memberships: [] })),
    ])
      await expect(asked).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  it('are refused with the reason of the back end, which is told beforehand too', async () => {
    volume = () =>
      Promise.reject(
        new ProviderError('resource.state', 'Instance web writes to the volume now', {
          advice: 'Stop it first',
        }),
      );
    const reason = 'Instance web writes to the volume now. Stop it first';
    expect(await contents.facts(wanted())).toMatchObject({
      available: false,
      code: 'state.in-use',
      reason,
    });
    await expect(contents.open(wanted())).rejects.toMatchObject({ code: 'action.refused', message: reason });
  });

  it('are refused where the back end gives none out', async () => {
    expect(capabilities).toContain('volume.download');
    can = () => ({ ...everyCapability, 'volume.download': 'Its engine keeps no volumes as files' });
    expect(await contents.facts(wanted())).toMatchObject({
      available: false,
      code: 'capability.missing',
      reason: 'Its engine keeps no volumes as files',
    });
  });

  it('end at the back end when nobody wants them any more', async () => {
    const giving = new AbortController();
    const { bytes: read } = await contents.open(wanted({}, giving.signal));
    const reading = async () => {
      for await (const piece of read) if (piece.length > 0) giving.abort();
    };
    await expect(reading()).rejects.toThrow();
    expect(open).toBe(0);
  });

  it('of so many at once: more are asked to wait, and may once one is done', async () => {
    const reading = await Promise.all(
      Array.from({ length: mostDownloads }, async () => {
        const iterator = (await contents.open(wanted())).bytes[Symbol.asyncIterator]();
        await iterator.next();
        return iterator;
      }),
    );
    await expect(contents.open(wanted())).rejects.toMatchObject({ code: 'action.refused' });
    await reading[0]?.return?.();
    await expect(contents.open(wanted())).resolves.toBeDefined();
  });
});
