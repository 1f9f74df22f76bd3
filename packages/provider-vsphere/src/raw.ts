import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import { asObject, type MoRef } from '@orrery/vim25/values.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from './inventory/store.ts';

const paths: Readonly<Record<string, readonly string[]>> = {
  VirtualMachine: [
    'name',
    'config',
    'runtime',
    'guest',
    'summary',
    'datastore',
    'network',
    'snapshot',
    'customValue',
  ],
  HostSystem: ['name', 'summary', 'runtime', 'datastore', 'network'],
  ClusterComputeResource: ['name', 'summary', 'configurationEx', 'host'],
  Datastore: ['name', 'summary', 'host'],
};

/** Managed object behind an id: of what is inside another one, that other one. */
function refOf(store: Store, native: string): MoRef | null {
  const vm = store.vm(native.replace(/^template-/, ''));
  if (vm) return vm.ref;
  for (const shelf of [store.hosts, store.clusters, store.datastores, store.networks])
    for (const facts of shelf.values()) if (facts.native === native) return facts.ref;
  const [user] = store.disks.get(native)?.users ?? [];
  return user?.ref ?? null;
}

/** vSphere's own description as JSON. Extra options are left out: passwords for guests are put in there. */
export async function rawJson(
  { backend, store, session }: { backend: string; store: Store; session: VimSession },
  id: string,
  signal: AbortSignal,
): Promise<string> {
  const native = nativeOf(backend, id);
  const ref = native === null ? null : refOf(store, native);
  if (!ref) throw new ProviderError('resource.not-found', `There is no ${id}`);
  const wanted = { ref, paths: paths[ref.type] ?? ['name'] };
  const { properties } = await retrieveOne(session, wanted, { signal });
  const config = asObject(properties['config']);
  if (config) delete config['extraConfig'];
  return JSON.stringify({ reference: ref, ...properties }, null, 2);
}
