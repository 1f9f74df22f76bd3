import { createHash } from 'node:crypto';
import type { Creation } from '@orrery/contract/creation/creation.ts';
import { phasesOf } from '@orrery/provider-kit/conformance/creation-session.ts';
import { ProviderSession, traced } from '@orrery/provider-kit/conformance/session.ts';
import type { CreateControl, CreateRequest } from '@orrery/provider-kit/creator.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { applianceImage, aStreamedVmdk, vmdkImage } from '@orrery/provider-kit/testing/appliances.ts';
import { createImportSpec, importVApp, withInstanceUuid } from '@orrery/vim25/methods/ovf.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { asRef } from '@orrery/vim25/values.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import { LabHands } from './lab-hands.ts';
import { CreationHands } from './vsphere-creation.ts';
import { vsphereFixture } from './vsphere-fixture.ts';

const mib = 2 ** 20;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('vSphere takes appliances', { timeout: 180_000 }, async () => {
  const fixture = await vsphereFixture();
  const hands = await LabHands.open(await vsphereLab.vcenter());
  const making = new CreationHands(hands);
  const things = making.fixture();
  const disk = aStreamedVmdk(8 * mib);
  const appliance = applianceImage('conf-appliance', disk);
  let session: ProviderSession;
  let serial = 0;

  const creator = () => {
    if (!session.provider.creator) throw new Error('It makes nothing');
    return session.provider.creator;
  };
  const request = async (image: ImageContent): Promise<CreateRequest> => {
    const name = `conf-appliance-${++serial}`;
    const spec = await things.instance(name, native => session.id(native));
    const root = { from: 'image' as const, image: image.id };
    const creation: Creation = { kind: 'instance', spec: { ...spec, root } };
    return { operation: crypto.randomUUID(), project: 'project-1', host: null, creation };
  };
  const controlOf = (image: ImageContent, more: Partial<CreateControl> = {}): CreateControl => ({
    ...traced().control,
    identified: async () => {},
    image: async id => (id === image.id ? image : null),
    ...more,
  });
  const nothingIsLeft = async (made: CreateRequest, handle: string | null) => {
    expect(await things.traces(made.creation.spec.name)).toEqual([]);
    const { state } = await creator().resolve(made, handle, controlOf(appliance));
    expect(state).toBe('not-started');
  };

  beforeAll(async () => {
    await fixture.up();
    session = await ProviderSession.open(fixture, 'appliances');
  });
  beforeEach(async () => {
    await vsphereLab.clearFaults();
    await vsphereLab.forgetUploads();
  });
  afterAll(async () => {
    await vsphereLab.clearFaults();
    await vsphereLab.forgetUploads();
    await session.stop();
    await fixture.down();
    await hands.close();
  });

  it.each<[string, ImageContent]>([
    ['an OVA', appliance],
    ['a VMDK by itself', vmdkImage('conf-disk', disk)],
  ])('%s arrives byte by byte, with progress, and runs as it was asked for', async (_what, image) => {
    const wanted = await request(image);
    const trace = traced();
    const { id } = await creator().create(wanted, controlOf(image, trace.control));
    const [upload, ...more] = await vsphereLab.uploads();
    expect(more).toEqual([]);
    expect(upload).toMatchObject({ bytes: disk.length, sha256: sha256(disk), whole: true, method: 'POST' });
    expect(phasesOf(trace)).toEqual(['image', 'disk', 'define', 'boot']);
    const shares = trace.progress.flatMap(p => (p.phase === 'image' ? (p.fraction ?? []) : []));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(10);
    expect(shares.at(-1)).toBe(1);
    const native = session.native(id);
    const seen = await session.seen(native, 'running with its disks', i => i.disks.length === 2);
    expect(seen).toMatchObject({ powerState: 'running', vcpus: 2, memoryMiB: 192, image: image.id });
    expect(seen.disks.map(d => d.capacityBytes)).toEqual([2 ** 30, 2 ** 30]);
    expect(seen.networks).toEqual(wanted.creation.kind === 'instance' ? wanted.creation.spec.networks : []);
    const created = session.mirror.events.filter(e => e.target === id && e.type === 'instance.created');
    expect(created.map(e => e.operation)).toEqual([wanted.operation]);
    await hands.destroy(native);
  });

  it('called off in the middle of its bytes, it leaves nothing', async () => {
    const wanted = await request(appliance);
    const aborting = new AbortController();
    const trace = traced(aborting.signal);
    const control = controlOf(appliance, {
      ...trace.control,
      progress: told => {
        if (told.phase === 'image' && (told.fraction ?? 0) > 0.3) aborting.abort();
      },
    });
    await expect(creator().create(wanted, control)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await vsphereLab.uploads()).filter(({ whole }) => whole)).toEqual([]);
    await nothingIsLeft(wanted, trace.handles[0] ?? null);
  });

  it.each<[string, () => Promise<void>]>([
    [
      'before it begins',
      () => vsphereLab.inject({ method: 'CreateImportSpec', fault: 'InvalidState', count: 1 }),
    ],
    ['at its beginning', () => vsphereLab.inject({ method: 'ImportVApp', fault: 'NoDiskSpace', count: 1 })],
    [
      'before its disks are there',
      () => vsphereLab.inject({ method: 'ImportVApp', fault: 'HostCommunication', atEnd: true, count: 1 }),
    ],
    ['in the middle of its bytes', () => vsphereLab.breakUpload(3 * mib)],
    [
      'at its end',
      () => vsphereLab.inject({ method: 'HttpNfcLeaseComplete', fault: 'InvalidState', count: 1 }),
    ],
    [
      'in its size',
      () => vsphereLab.inject({ method: 'ReconfigVM_Task', fault: 'GenericVmConfigFault', count: 1 }),
    ],
    [
      'when it is started',
      () => vsphereLab.inject({ method: 'PowerOnVM_Task', fault: 'InsufficientResourcesFault', count: 1 }),
    ],
  ])('an import that fails %s is told in words, and leaves nothing', async (_when, fails) => {
    const wanted = await request(appliance);
    await fails();
    const trace = traced();
    const failing = creator().create(wanted, controlOf(appliance, trace.control));
    await expect(failing).rejects.toMatchObject({
      name: 'ProviderError',
      message: expect.stringMatching(/\S \S/),
    });
    await nothingIsLeft(wanted, trace.handles[0] ?? null);
  });

  it('a session that ends in the middle of its bytes ends the import, and nothing is left', async () => {
    const wanted = await request(appliance);
    const trace = traced();
    const expiring: Promise<void>[] = [];
    const control = controlOf(appliance, {
      ...trace.control,
      progress: told => {
        const isThere = told.phase === 'image' && (told.fraction ?? 0) > 0.3;
        if (isThere && expiring.length === 0) expiring.push(vsphereLab.expireSessions());
      },
    });
    const ending = creator().create(wanted, control);
    const failure = await ending.then(
      () => null,
      (error: unknown) => error,
    );
    await Promise.all(expiring);
    // Its bytes may all have been there before the session was gone.
    if (failure === null) return hands.destroy(session.native((await ending).id));
    await nothingIsLeft(wanted, trace.handles[0] ?? null);
  });

  it('what a killed process has begun to import is taken away', async () => {
    const wanted = await request(appliance);
    const [vm] = await hands.list('VirtualMachine', ['resourcePool']);
    const [datastore] = await hands.list('Datastore', ['name']);
    const pool = asRef(vm?.properties['resourcePool']);
    const template = { ref: await making.template(), paths: ['parent'] };
    const folder = asRef((await retrieveOne(hands.session, template)).properties['parent']);
    if (!pool || !datastore || !folder) throw new Error('The lab has no place for it');
    const { spec } = await createImportSpec(hands.session, {
      ...{ descriptor: appliance.appliance?.descriptor ?? '', name: wanted.creation.spec.name },
      ...{ pool, datastore: datastore.ref, host: null, networks: [] },
    });
    if (!spec) throw new Error('It would make nothing');
    const marked = withInstanceUuid(spec, wanted.operation);
    const lease = await importVApp(hands.session, pool, { spec: marked, folder, host: null });
    expect(await things.traces(wanted.creation.spec.name)).not.toEqual([]);
    const { state } = await creator().resolve(wanted, `lease:${lease.value}`, controlOf(appliance));
    expect(state).toBe('not-started');
    expect(await things.traces(wanted.creation.spec.name)).toEqual([]);
  });

  it('other images are refused with what to make of them', async () => {
    const image: ImageContent = { ...vmdkImage('conf-raw', Buffer.alloc(4096)), format: 'raw' };
    const wanted = await request(image);
    const refused = creator().create(wanted, controlOf(image));
    await expect(refused).rejects.toMatchObject({
      code: 'capability.missing',
      advice: expect.stringContaining('streamOptimized'),
    });
  });
});
