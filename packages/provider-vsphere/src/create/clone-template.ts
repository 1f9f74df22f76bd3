import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { resultRef } from '@orrery/vim25/methods/tasks.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import type { VmFacts } from '../map/facts.ts';
import { guestData } from './guest-data.ts';
import { done, type Making, working } from './making.ts';
import { folderOf, type Place } from './place.ts';
import { takeAway } from './take-away.ts';

export interface Cloning {
  template: VmFacts;
  spec: InstanceCreation;
  place: Place;
}

/** A copy of a template, of the size that was asked for, which bears the operation's id from the beginning. */
export async function cloneTemplate(making: Making, { template, spec, place }: Cloning): Promise<MoRef> {
  const { session, request, control, undo } = making;
  control.progress({ phase: 'disk' });
  let task: MoRef | null = null;
  undo.later('the instance', () => takeAway(making, { template: template.ref, task }));
  task = await machines.clone(
    session,
    template.ref,
    {
      folder: await folderOf(making, template.ref),
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
