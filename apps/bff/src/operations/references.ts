import type { Network } from '@orrery/contract/resources/network.ts';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Volume } from '@orrery/contract/resources/storage.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { ActionRefusal } from '../inventory/actions-of.ts';
import { type InventoryStore, row } from '../inventory/resource-row.ts';

interface Referring {
  action: string;
  args: Record<string, unknown>;
  viewer: Viewer;
  store: InventoryStore;
}

const refuse = (code: string, reason: string): ActionRefusal => ({ cause: 'state', code, reason });

/** An id in the arguments is no key to what belongs to others (OP-17). */
export function referenceRefusal(target: Resource, referring: Referring): ActionRefusal | null {
  if (referring.action === 'attachVolume') return volumeRefusal(target, referring);
  if (referring.action === 'attachNetwork') return networkRefusal(target, referring);
  if (referring.action === 'assign') return assignmentRefusal(target, referring);
  return null;
}

function volumeRefusal(target: Resource, { args, viewer, store }: Referring): ActionRefusal | null {
  const volume = row(store, 'volume', String(args['volume']));
  if (volume === undefined || !viewer.scope.sees(volume))
    return refuse('reference.not-found', 'There is no such volume');
  if (volume.backend !== target.backend)
    return refuse('reference.elsewhere', 'The volume is in another place than the instance');
  if (volume.project !== null && volume.project !== target.project)
    return refuse('reference.foreign', 'The volume belongs to another project than the instance');
  return inUse(volume, target);
}

function inUse(volume: Volume, target: Resource): ActionRefusal | null {
  if (volume.attachedTo.includes(target.id))
    return refuse('reference.attached', 'The volume is attached to it already');
  return volume.attachedTo.length > 0
    ? refuse('reference.in-use', 'Another instance uses the volume; detach it there first')
    : null;
}

function networkRefusal(target: Resource, { args, viewer, store }: Referring): ActionRefusal | null {
  const network = row(store, 'network', String(args['network']));
  if (network === undefined || !viewer.scope.sees(network))
    return refuse('reference.not-found', 'There is no such network');
  if (network.backend !== target.backend)
    return refuse('reference.elsewhere', 'The network is in another place than the instance');
  return mayConnect(network, { project: target.project, viewer })
    ? null
    : refuse('reference.foreign', 'The network is not open to the project of the instance');
}

/** What is given away would still reach into the network that it comes from, and its new owners would read its name. */
function assignmentRefusal(target: Resource, { args, store }: Referring): ActionRefusal | null {
  const { project } = args;
  if (target.kind !== 'instance' || project === null) return null;
  const foreign = target.networks
    .map(id => row(store, 'network', id))
    .find(network => network !== undefined && network.project !== null && network.project !== project);
  return foreign === undefined
    ? null
    : refuse(
        'reference.foreign',
        `It is connected to ${foreign.name}, a network of another project; detach it first`,
      );
}

/** Its own, those offered to all, and for those who see the whole fleet also what nobody owns. */
export function mayConnect(
  network: Network,
  { project, viewer }: { project: string | null; viewer: Viewer },
): boolean {
  if (network.project !== null) return network.project === project;
  return network.offered === true || viewer.scope.fleet;
}
