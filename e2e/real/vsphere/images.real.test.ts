import { ProviderSession, traced } from '@orrery/provider-kit/conformance/session.ts';
import { anOvf } from '@orrery/provider-kit/testing/appliances.ts';
import { nativeOfItem } from '@orrery/provider-vsphere/ids.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asText } from '@orrery/vim25/values.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import { LabHands } from './lab-hands.ts';
import { LibraryHands } from './library-hands.ts';
import { CreationHands } from './vsphere-creation.ts';
import { vsphereFixture } from './vsphere-fixture.ts';

const patienceMs = 60_000;

describe('images of vSphere', { timeout: 180_000 }, async () => {
  const fixture = await vsphereFixture();
  const vcenter = await vsphereLab.vcenter();
  const hands = await LabHands.open(vcenter);
  const libraries = new LibraryHands(hands.session, vcenter);
  const things = new CreationHands(hands).fixture();
  let session: ProviderSession;

  const image = (name: string) =>
    session.mirror.waitFor(
      `image ${name}`,
      () => session.mirror.all('image').find(one => one.name === name),
      patienceMs,
    );
  const noImage = (name: string) =>
    session.mirror.waitFor(
      `image ${name} to go`,
      () => session.mirror.all('image').every(one => one.name !== name),
      patienceMs,
    );
  const datastore = async () => {
    const [first] = await hands.list('Datastore', ['name']);
    if (!first) throw new Error('The lab has no datastore');
    return { ref: first.ref, name: asText(first.properties['name']) ?? '' };
  };
  const stopped = async (name: string) => {
    const spec = { name, running: false, guest: 'any' as const, part: null, project: null };
    const native = await hands.make(spec);
    await session.seen(native, 'to be listed', () => true, patienceMs);
    return native;
  };
  const asked = (native: string, name: string) => ({
    ...session.request('instance', native, 'createImage', { name, description: 'A "golden" one' }),
    operation: crypto.randomUUID(),
  });

  beforeAll(async () => {
    await fixture.up();
    session = await ProviderSession.open(fixture, 'images');
  });
  afterAll(async () => {
    await vsphereLab.clearFaults();
    await session.stop();
    await fixture.down();
    await libraries.rest.close();
    await hands.close();
  });

  it('what lies in content libraries is listed, with the library, and goes with it', async () => {
    const { ref } = await datastore();
    const library = await libraries.make('conf-library', ref.value);
    try {
      const item = await libraries.add(library, 'ubuntu-24.04', 'ovf');
      await libraries.add(library, 'installer', 'iso');
      await session.refresh();
      const seen = await image('conf-library/ubuntu-24.04');
      expect(seen).toMatchObject({ format: 'ovf', visibility: 'public', protected: true });
      expect(seen.id).toBe(session.id(nativeOfItem(item)));
      expect(await image('conf-library/installer')).toMatchObject({ format: 'iso' });
      const deleting = session.provider.act(
        session.request('image', nativeOfItem(item), 'delete'),
        traced().control,
      );
      await expect(deleting).rejects.toMatchObject({ code: 'resource.state' });
    } finally {
      await libraries.remove(library);
    }
    await session.refresh();
    await noImage('conf-library/ubuntu-24.04');
  });

  it('an OVF of a library is launched, and one that fails leaves nothing', async () => {
    const { ref } = await datastore();
    const library = await libraries.make('conf-deploys', ref.value);
    try {
      const item = await libraries.add(library, 'appliance', 'ovf');
      await libraries.upload(item, 'appliance.ovf', anOvf(1024));
      await session.refresh();
      const { id } = await image('conf-deploys/appliance');
      const creator = session.provider.creator;
      if (!creator) throw new Error('It makes nothing');
      const control = { ...traced().control, identified: async () => {}, image: async () => null };
      for (const method of [null, 'ImportVApp', 'ReconfigVM_Task', 'PowerOnVM_Task']) {
        const name = `conf-deployed-${method?.slice(0, 4).toLowerCase() ?? 'well'}`;
        const spec = await things.instance(name, native => session.id(native));
        const root = { from: 'image' as const, image: id };
        // The simulator takes no empty note for one.
        const creation = { kind: 'instance' as const, spec: { ...spec, root, description: 'Deployed' } };
        const request = { operation: crypto.randomUUID(), project: 'project-1', host: null, creation };
        if (method !== null) await vsphereLab.inject({ method, fault: 'HostCommunication', count: 1 });
        const making = creator.create(request, control);
        if (method === null) {
          const native = session.native((await making).id);
          const seen = await session.seen(native, 'running', i => i.powerState === 'running', patienceMs);
          expect(seen).toMatchObject({ vcpus: 2, memoryMiB: 192, image: 'conf-deploys/appliance' });
          expect(seen).toMatchObject({ project: 'project-1', description: 'Deployed' });
          await hands.destroy(native);
          continue;
        }
        await expect(making).rejects.toMatchObject({ name: 'ProviderError' });
        expect(await things.traces(name)).toEqual([]);
        expect((await creator.resolve(request, null, control)).state).toBe('not-started');
      }
    } finally {
      await libraries.remove(library);
    }
  });

  it('files of a datastore are listed when it is refreshed, for those only who see all', async () => {
    const { ref, name } = await datastore();
    await vsphereLab.putFile(`[${name}] conf-iso/debian.iso`, 4096);
    await vsphereLab.putFile(`[${name}] conf-gold/base.vmdk`, 512);
    const refresh = async () => {
      const pool = session.mirror.all('storage-pool').find(p => p.name === name);
      const request = session.request('storage-pool', session.native(pool?.id ?? ref.value), 'refresh');
      await session.provider.act(request, traced().control);
    };
    await refresh();
    expect(await image('conf-iso/debian.iso')).toMatchObject({
      format: 'iso',
      sizeBytes: 4096,
      visibility: 'shared',
      project: null,
    });
    expect(await image('conf-gold/base.vmdk')).toMatchObject({ format: 'vmdk' });
    const machinesOwn = session.mirror.all('image').filter(i => i.name.startsWith('DC0_'));
    expect(machinesOwn.filter(i => i.format === 'vmdk')).toEqual([]);
    await vsphereLab.dropFile(`[${name}] conf-iso/debian.iso`);
    await vsphereLab.dropFile(`[${name}] conf-gold/base.vmdk`);
    await refresh();
    await noImage('conf-iso/debian.iso');
  });

  it('an image of an instance belongs to its project, bears no mark of the instance, and runs', async () => {
    const native = await stopped('conf-golden');
    const act = (kind: 'instance' | 'image', on: string, action: string, args = {}) =>
      session.provider.act(session.request(kind, on, action, args), traced().control);
    await act('instance', native, 'assign', { project: 'project-1' });
    await act('instance', native, 'describe', { title: 'The golden one', tags: ['gold'] });
    await session.provider.act(asked(native, 'conf-golden-image'), traced().control);
    const made = await image('conf-golden-image');
    expect(made).toMatchObject({ project: 'project-1', visibility: 'private', format: 'template' });
    expect(session.mirror.all('instance').filter(i => i.name === 'conf-golden-image')).toEqual([]);
    const events = session.mirror.events.filter(e => e.targetName === 'conf-golden-image');
    expect(events).toEqual([]);
    await act('image', session.native(made.id), 'delete');
    await noImage('conf-golden-image');
    expect(await things.traces('conf-golden-image')).toEqual([]);
    await hands.destroy(native);
  });

  it.each<[string, string]>([
    ['the copy', 'CloneVM_Task'],
    ['its mark', 'SetField'],
    ['making it a template', 'MarkAsTemplate'],
  ])('where %s fails, no image is left, and nothing of it', async (_what, method) => {
    const native = await stopped(`conf-fails-${method.toLowerCase().replace('_', '-')}`);
    const assign = session.request('instance', native, 'assign', { project: 'project-1' });
    await session.provider.act(assign, traced().control);
    await vsphereLab.inject({ method, fault: 'HostCommunication', count: 1 });
    const request = asked(native, 'conf-never');
    const trace = traced();
    await expect(session.provider.act(request, trace.control)).rejects.toMatchObject({
      name: 'ProviderError',
    });
    expect(await things.traces('conf-never')).toEqual([]);
    const resolution = await session.provider.resolve(request, trace.handles[0] ?? null, traced().control);
    expect(resolution.state).toBe('not-started');
    await hands.destroy(native);
  });

  it('called off while it is copied, nothing is left', async () => {
    const native = await stopped('conf-called-off');
    const aborting = new AbortController();
    const trace = traced(aborting.signal);
    const control = {
      ...trace.control,
      bind: async (handle: string) => {
        await trace.control.bind(handle);
        aborting.abort();
      },
    };
    const acting = session.provider.act(asked(native, 'conf-called-off-image'), control);
    await expect(acting).rejects.toMatchObject({ code: 'cancelled' });
    expect(await things.traces('conf-called-off-image')).toEqual([]);
    await hands.destroy(native);
  });

  it('what a killed process has left half-made is taken away; a whole image stays', async () => {
    const native = await stopped('conf-killed');
    const { refs } = await placeOf(native);
    for (const whole of [false, true]) {
      const name = `conf-killed-image-${whole}`;
      const request = asked(native, name);
      const spec = { ...refs, name, datastore: null, host: null, powerOn: false };
      const config = { instanceUuid: request.operation };
      const task = await machines.clone(hands.session, hands.ref(native), { ...spec, config });
      const made = (await hands.ended(task)).result;
      const copy = { type: 'VirtualMachine', value: valueOf(made) };
      if (whole) await machines.markAsTemplate(hands.session, copy);
      for (const handle of [task.value, null]) {
        const { state } = await session.provider.resolve(request, handle, traced().control);
        expect(state).toBe(whole ? 'succeeded' : 'not-started');
      }
      expect((await things.traces(name)).length > 0).toBe(whole);
      if (whole) await hands.destroy(copy.value);
    }
    await hands.destroy(native);
  });

  const placeOf = async (native: string) => {
    const found = (await hands.list('VirtualMachine', ['parent', 'resourcePool'])).find(
      ({ ref }) => ref.value === native,
    );
    const folder = found?.properties['parent'];
    const pool = found?.properties['resourcePool'];
    return {
      refs: {
        folder: { type: 'Folder', value: valueOf(folder) },
        pool: { type: 'ResourcePool', value: valueOf(pool) },
      },
    };
  };
  const valueOf = (ref: unknown): string =>
    typeof ref === 'object' && ref !== null && 'value' in ref ? String(ref.value) : '';
});
