import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { deployItem } from '@orrery/vim25/rest/content-library.ts';
import { RestError, RestSession } from '@orrery/vim25/rest/rest-session.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { guestData } from './guest-data.ts';
import { type Clearing, clearing, done, type Making, working } from './making.ts';
import { folderOfVms, type Place } from './place.ts';
import { removeVm } from './take-away.ts';

export interface Deploying {
  item: string;
  spec: InstanceCreation;
  place: Place;
}

/** Until it bears the operation's id: the library takes no other mark than a note. */
const stampOf = (operation: string): string => `Being made by Orrery, operation ${operation}`;

const stamped = ({ store, request }: Pick<Clearing, 'store' | 'request'>): MoRef | null => {
  const stamp = stampOf(request.operation);
  return [...store.vms.values()].find(vm => vm.annotation === stamp)?.ref ?? null;
};

/** What a deployment has left that has not got as far as to bear the operation's id. */
export async function removeDeployed(creation: Clearing, made: MoRef | null): Promise<void> {
  const making = clearing(creation);
  const vm = made ?? stamped(making);
  if (!vm) return;
  await removeVm(making, vm);
  await making.reader.read(making.session, vm, working(making));
}

/**
 * A deployment goes on at vCenter whatever we do: called off, it is waited for, and what it made is taken away.
 */
async function deployed(making: Making, { item, spec, place }: Deploying): Promise<MoRef> {
  const { session, request, options } = making;
  const rest = new RestSession({ ...options.account(), endpoint: session.endpoint });
  const target = { pool: place.pool, host: place.host, datastore: place.datastore.ref };
  const folder = await folderOfVms(making, place.pool);
  const wanted = { ...target, folder, name: spec.name, annotation: stampOf(request.operation) };
  try {
    return await deployItem(rest, item, wanted, new AbortController().signal);
  } catch (error) {
    if (error instanceof RestError)
      throw new ProviderError('backend.refused', `The content library refused it: ${error.message}`, {
        cause: error,
      });
    throw error;
  } finally {
    await rest.close();
  }
}

/** A machine of an OVF item of a content library, of the size that was asked for. */
export async function deployFromLibrary(making: Making, deploying: Deploying): Promise<MoRef> {
  const { session, request, control, undo } = making;
  const { vcpus: numCPUs, memoryMiB: memoryMB, description } = deploying.spec;
  let made: MoRef | null = null;
  undo.later('the instance', () => removeDeployed(making, made));
  control.progress({ phase: 'disk' });
  made = await deployed(making, deploying);
  control.signal.throwIfAborted();
  const extra = guestData(request.operation, deploying.spec);
  const change = { instanceUuid: request.operation, annotation: description ?? '', numCPUs, memoryMB, extra };
  await done(making, await machines.reconfigure(session, made, change, working(making)));
  return made;
}
