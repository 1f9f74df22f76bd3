import type { Call } from '@orrery/provider-kit/calls.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { Service } from '@orrery/contract/resources/cluster.ts';
import { renderClusters } from '../inventory/render-cluster.ts';
import type { Executor } from './executor.ts';
import { type Manager, managerOf } from './swarm-manager.ts';

/** The swarm has taken a wish at once; so long it is waited for that it has carried it out. */
export const settlesWithinMs = 60_000;
export const lookEveryMs = 500;

function rowOf({ options }: Executor, id: string): Reported<'cluster'> | undefined {
  const { backend, inventory } = options;
  const hosts = [...inventory.hosts.values()];
  return renderClusters(backend, hosts, { name: '', now: '' }).find(row => row.id === id);
}

/** A manager of the swarm that the call is about. */
export function managerAt(executor: Executor, { request }: Call): Manager {
  const manager = managerOf(executor, executor.native(request));
  if (!manager) throw executor.missing(request);
  return manager;
}

/** The same, where the state of the swarm allows the call. */
export function managerFor(executor: Executor, call: Call): Manager {
  const row = rowOf(executor, call.request.id);
  if (!row) throw executor.missing(call.request);
  checkState(call.request, row);
  return managerAt(executor, call);
}

/** As the manager knows it now; null: it is gone. */
export async function serviceAt({ link }: Manager, id: string): Promise<Service | null> {
  await link.live.swarm.read('event');
  return link.record?.swarm?.services.find(s => s.id === id) ?? null;
}

export async function knownService(manager: Manager, id: string): Promise<Service> {
  const service = await serviceAt(manager, id);
  if (!service) throw new ProviderError('resource.not-found', `There is no service ${id}`);
  return service;
}

export const servicePath = (id: string): string => `/services/${encodeURIComponent(id)}`;

/** Resolves when as many run as are wanted, or with what is in the way. */
export async function settled(
  executor: Executor,
  call: Call,
  { manager, id, count }: { manager: Manager; id: string; count: number },
): Promise<string | undefined> {
  const { clock } = executor.options;
  const until = clock.now() + settlesWithinMs;
  while (true) {
    const service = await knownService(manager, id);
    if (service.wanted !== count) return `Somebody else wants ${service.wanted} of ${service.name} meanwhile`;
    if (service.running === count) return undefined;
    const fraction = Math.min(service.running, count) / Math.max(service.running, count);
    call.control.progress({ phase: 'waiting for its instances', fraction });
    if (clock.now() >= until)
      return `${service.running} of ${count} run so far${service.trouble ? `: ${service.trouble}` : ''}`;
    await pause(clock, lookEveryMs, call.control.signal);
  }
}
