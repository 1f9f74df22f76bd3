import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateResult } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { resultRef } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asRef, type MoRef } from '@orrery/vim25/values.ts';
import { networkOf } from '../actions/attach.ts';
import { idOf, nativeOf, nativeOfRef } from '../ids.ts';
import type { VmFacts } from '../map/facts.ts';
import { writeTags } from '../map/mark.ts';
import { guestData } from './guest-data.ts';
import { furnish } from './furnish.ts';
import { done, type Making, working } from './making.ts';
import { type Place, placeFor } from './place.ts';
import { takeAway } from './take-away.ts';

const gib = 2 ** 30;

/** The template that it is made from. */
async function templateOf(
  { backend, store, control }: Making,
  root: InstanceCreation['root'],
): Promise<VmFacts> {
  if (root.from !== 'image')
    throw new ProviderError('capability.missing', 'vSphere makes instances from its templates only', {
      advice: 'Choose one of its images',
    });
  const native = nativeOf(backend, root.image);
  const vm = native?.startsWith('template-') ? store.vm(native.slice('template-'.length)) : undefined;
  if (vm?.template) return vm;
  if (await control.image(root.image))
    throw new ProviderError('capability.missing', 'Orrery does not bring images to vSphere yet', {
      advice: 'Import it there as a template',
    });
  throw new ProviderError('resource.not-found', 'There is no such image');
}

const sizeOf = ({ devices }: VmFacts): number =>
  (devices?.disks ?? []).reduce((sum, disk) => sum + (disk.capacityBytes ?? 0), 0);

function checkSpec({ memoryMiB, container }: InstanceCreation): void {
  if (container !== null)
    throw new ProviderError('capability.missing', 'vSphere runs virtual machines, and no containers');
  if (memoryMiB % 4 !== 0)
    throw new ProviderError('args.invalid', 'memoryMiB: vSphere takes multiples of 4 MiB', {
      advice: `Take ${Math.ceil(memoryMiB / 4) * 4}`,
    });
}

/** Templates lie in folders of VMs, and what is made from them beside them. */
async function folderOf(making: Making, template: VmFacts): Promise<MoRef> {
  const wanted = { ref: template.ref, paths: ['parent'] };
  const { properties } = await retrieveOne(making.session, wanted, working(making));
  const folder = asRef(properties['parent']);
  if (!folder) throw new ProviderError('backend.refused', 'The account may not see the folder of the image');
  return folder;
}

async function clone(making: Making, template: VmFacts, place: Place): Promise<MoRef> {
  const { session, request, control, undo } = making;
  const spec = specOf(making);
  let task: MoRef | null = null;
  undo.later('the instance', () => takeAway(making, { template: template.ref, task }));
  task = await machines.clone(
    session,
    template.ref,
    {
      folder: await folderOf(making, template),
      name: spec.name,
      pool: place.pool,
      datastore: place.datastore.ref,
      host: place.host,
      powerOn: false,
      config: {
        instanceUuid: request.operation,
        annotation: spec.description ?? '',
        numCPUs: spec.vcpus,
        memoryMB: spec.memoryMiB,
        extra: guestData(request.operation, spec),
      },
    },
    working(making),
  );
  await control.bind(task.value);
  const made = resultRef(await done(making, task));
  if (!made) throw new ProviderError('backend.refused', 'vSphere does not say what the clone is');
  return made;
}

function specOf({ request }: Making): InstanceCreation {
  if (request.creation.kind === 'instance') return request.creation.spec;
  throw new TypeError('This creation is none of an instance');
}

/** Says whose it is; the operation last, so that it stands for all before it. */
async function mark(making: Making, vm: MoRef, image: string): Promise<void> {
  const { session, marks, request } = making;
  const { title, tags, flavor } = specOf(making);
  const values = {
    project: request.project ?? '',
    title: title ?? '',
    tags: writeTags(tags),
    flavor: flavor ?? '',
    image,
  } as const;
  for (const name of ['project', 'title', 'tags', 'flavor', 'image'] as const)
    if (values[name] !== '') await marks.write(session, { vm, name, value: values[name] }, working(making));
}

export const finish = ({ session, marks, request, control }: Making, vm: MoRef): Promise<void> =>
  marks.write(session, { vm, name: 'operation', value: request.operation }, { signal: control.signal });

/** Cloned from its template, with its size; then its interfaces and disks, its marks, and on. */
export async function createInstance(making: Making): Promise<CreateResult> {
  const { backend, session, control, options } = making;
  const spec = specOf(making);
  checkSpec(spec);
  const template = await templateOf(making, spec.root);
  const networks = spec.networks.map(id => networkOf(making, id));
  const more = spec.volumes.reduce((sum, v) => sum + ('newGiB' in v ? v.newGiB * gib : 0), 0);
  const bytes = Math.max(sizeOf(template), spec.diskGiB * gib) + more;
  const place = await placeFor(making, { template, networks, bytes });
  control.progress({ phase: 'disk' });
  const ref = await clone(making, template, place);
  const id = idOf(backend, nativeOfRef(ref));
  await control.identified(id);
  control.progress({ phase: 'define' });
  await furnish(making, { ref, spec, networks, place });
  await mark(making, ref, template.name);
  if (spec.start) {
    control.progress({ phase: 'boot' });
    await done(making, await machines.powerOn(session, ref, working(making)));
  }
  await finish(making, ref);
  const vm = await options.reader.read(session, ref, working(making));
  if (vm) await options.devices.now(session, vm, control.signal);
  return { id };
}
