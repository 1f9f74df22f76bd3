import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { CreateResult } from '@orrery/provider-kit/creator.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { networkOf } from '../actions/attach.ts';
import { nativeOfRef } from '../ids.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { writeTags } from '../map/mark.ts';
import { furnish } from './furnish.ts';
import { done, type Making, working } from './making.ts';
import { placeFor } from './place.ts';
import { sourceOf } from './source.ts';

const gib = 2 ** 30;

function checkSpec({ memoryMiB, container }: InstanceCreation): void {
  if (container !== null)
    throw new ProviderError('capability.missing', 'vSphere runs virtual machines, and no containers');
  if (memoryMiB % 4 !== 0)
    throw new ProviderError('args.invalid', 'memoryMiB: vSphere takes multiples of 4 MiB', {
      advice: `Take ${Math.ceil(memoryMiB / 4) * 4}`,
    });
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
  // A clone may have brought the template's along.
  for (const name of ['project', 'title', 'tags', 'flavor', 'image'] as const)
    if (values[name] !== '' || name === 'project')
      await marks.write(session, { vm, name, value: values[name] }, working(making));
}

export const finish = ({ session, marks, request, control }: Making, vm: MoRef): Promise<void> =>
  marks.write(session, { vm, name: 'operation', value: request.operation }, { signal: control.signal });

/** Made from its source, with its size; then its interfaces and disks, its marks, and on. */
export async function createInstance(making: Making): Promise<CreateResult> {
  const { backend, session, control, options } = making;
  const spec = specOf(making);
  checkSpec(spec);
  const source = await sourceOf(making, spec.root);
  const networks = spec.networks.map(id => networkOf(making, id));
  const more = spec.volumes.reduce((sum, v) => sum + ('newGiB' in v ? v.newGiB * gib : 0), 0);
  const bytes = Math.max(source.bytes, spec.diskGiB * gib) + more;
  const place = await placeFor(making, { template: source.template, networks, bytes });
  const ref = await source.make(spec, { place, networks });
  const id = idOf(backend, nativeOfRef(ref));
  await control.identified(id);
  control.progress({ phase: 'define' });
  await furnish(making, { ref, spec, networks, place });
  await mark(making, ref, source.image);
  if (spec.start) {
    control.progress({ phase: 'boot' });
    await done(making, await machines.powerOn(session, ref, working(making)));
  }
  await finish(making, ref);
  const vm = await options.reader.read(session, ref, working(making));
  if (vm) await options.devices.now(session, vm, control.signal);
  return { id };
}
