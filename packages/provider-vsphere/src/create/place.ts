import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { type ObjectContent, retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { asRef, type MoRef, refKey } from '@orrery/vim25/values.ts';
import type { Job } from '../actions/job.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';
import type { DatastoreFacts, HostFacts, NetworkFacts, VmFacts } from '../map/facts.ts';
import { type Making, working } from './making.ts';

const gib = 2 ** 30;

export interface Place {
  /** Null: vCenter chooses within the pool. */
  host: MoRef | null;
  pool: MoRef;
  datastore: DatastoreFacts;
}

const isIn = (refs: readonly MoRef[], { ref }: HostFacts): boolean => refs.some(r => r.value === ref.value);

export const canTake = (host: HostFacts): boolean =>
  host.connection === 'connected' && !host.maintenance && !host.entering;

function chosenHost({ backend, store, request }: Making): HostFacts | null {
  if (request.host === null) return null;
  const native = nativeOf(backend, request.host);
  const host = [...store.hosts.values()].find(h => h.native === native);
  if (!host) throw new ProviderError('resource.not-found', 'The host that was chosen is not of this backend');
  if (!canTake(host))
    throw new ProviderError('resource.state', 'The host that was chosen takes no new instances now', {
      advice: 'Choose another one, or leave the choice to vCenter',
    });
  return host;
}

/** Hosts of one cluster that have all of these networks: the template's own cluster before others. */
function hostsFor(store: Store, template: VmFacts | null, networks: readonly NetworkFacts[]): HostFacts[] {
  const fit = [...store.hosts.values()].filter(
    h => canTake(h) && h.parent !== null && networks.every(n => n.hosts.length === 0 || isIn(n.hosts, h)),
  );
  const byCluster = Map.groupBy(fit, h => (h.parent ? refKey(h.parent) : ''));
  const home = template ? store.host(template.host)?.parent : null;
  return byCluster.get(home ? refKey(home) : '') ?? [...byCluster.values()][0] ?? [];
}

/** The one with most room, of those that all (or else most) of the hosts reach. */
export function roomiest(store: Store, hosts: readonly HostFacts[], bytes: number): DatastoreFacts {
  const reach = (d: DatastoreFacts): number => hosts.filter(h => isIn(d.hosts, h)).length;
  const fit = [...store.datastores.values()]
    .filter(d => d.accessible && reach(d) > 0 && (d.freeBytes === null || d.freeBytes >= bytes))
    .toSorted((a, b) => reach(b) - reach(a) || (b.freeBytes ?? 0) - (a.freeBytes ?? 0));
  const [best] = fit;
  if (best) return best;
  throw new ProviderError(
    'backend.refused',
    `No datastore there has room for ${Math.ceil(bytes / gib)} GiB`,
    { advice: 'Make room, or choose another place' },
  );
}

/** The folder of VMs that it lies in: what is made from it comes beside it. */
export async function folderOf(job: Pick<Job, 'session' | 'control'>, vm: MoRef): Promise<MoRef> {
  const { properties } = await retrieveOne(job.session, { ref: vm, paths: ['parent'] }, working(job));
  const folder = asRef(properties['parent']);
  if (!folder) throw new ProviderError('backend.refused', 'The account may not see the folder that it is in');
  return folder;
}

/** Far more than the folders of any data centre nest. */
const deepest = 50;

/** The folder of all VMs of the data centre that something is in. */
export async function folderOfVms(job: Pick<Job, 'session' | 'control'>, inside: MoRef): Promise<MoRef> {
  let ref: MoRef | null = inside;
  for (let depth = 0; ref && depth < deepest; depth++) {
    const path = ref.type === 'Datacenter' ? 'vmFolder' : 'parent';
    const { properties }: ObjectContent = await retrieveOne(
      job.session,
      { ref, paths: [path] },
      working(job),
    );
    const found = asRef(properties[path]);
    if (found && path === 'vmFolder') return found;
    ref = found;
  }
  throw new ProviderError('backend.refused', 'The account may not see the folder of VMs there');
}

/** The resource pool that a VM is in. */
export async function poolOf(job: Pick<Job, 'session' | 'control'>, { ref }: VmFacts): Promise<MoRef> {
  const { properties } = await retrieveOne(job.session, { ref, paths: ['resourcePool'] }, working(job));
  const pool = asRef(properties['resourcePool']);
  if (!pool) throw new ProviderError('backend.refused', 'The account may not see the resource pool of it');
  return pool;
}

/** Where an instance goes: on the host that was chosen, or in a cluster that has all it needs. */
export async function placeFor(
  making: Making,
  {
    template,
    networks,
    bytes,
  }: { template: VmFacts | null; networks: readonly NetworkFacts[]; bytes: number },
): Promise<Place> {
  const { store, session } = making;
  const host = chosenHost(making);
  const hosts = host ? [host] : hostsFor(store, template, networks);
  const parent = hosts[0]?.parent;
  if (!parent)
    throw new ProviderError('backend.refused', 'No host has all of the networks that were asked for', {
      advice: 'Choose networks of one cluster',
    });
  const lacking = host && networks.find(n => n.hosts.length > 0 && !isIn(n.hosts, host));
  if (lacking)
    throw new ProviderError('backend.refused', `The host that was chosen has no network ${lacking.name}`);
  const { properties } = await retrieveOne(
    session,
    { ref: parent, paths: ['resourcePool'] },
    working(making),
  );
  const pool = asRef(properties['resourcePool']);
  if (!pool) throw new ProviderError('backend.refused', 'Its cluster has no resource pool to put it in');
  return { host: host?.ref ?? null, pool, datastore: roomiest(store, hosts, bytes) };
}
