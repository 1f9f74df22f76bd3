import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import type { NwfilterRef } from '@orrery/libvirt/procedures/refs.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { filterNameOf, writeFilter } from '../map/nwfilter.ts';
import { type Work, working } from './job.ts';

type AtHost = Pick<Work, 'connection' | 'control'>;

/**
 * Defines the filter of an instance on the host at work, or changes it: interfaces that refer to it follow at once.
 * Groups that are gone let nothing through any more.
 */
export async function defineFilter(work: Work, instance: string, groups: readonly string[]): Promise<void> {
  const rules = (await work.control.securityGroups?.(groups)) ?? [];
  await defineFilterXml(work, writeFilter(instance, rules));
}

/** As it was written, or as another host holds it: the same name goes with the same UUID everywhere. */
export async function defineFilterXml(work: AtHost, xml: string): Promise<void> {
  await work.connection.call(network.nwfilterDefineXml, { xml }, working(work)).catch((error: unknown) => {
    if (!isLibvirtError(error, 'NO_SUPPORT', 'NO_CONNECT')) throw error;
    throw new ProviderError('capability.missing', 'The libvirt of its host has no packet filter', {
      cause: error,
      advice: 'Install its nwfilter driver on all hosts (Debian: libvirt-daemon-config-nwfilter)',
    });
  });
}

const orNone = (error: unknown): null => {
  if (isLibvirtError(error, 'NO_NWFILTER', 'NO_SUPPORT')) return null;
  throw error;
};

const findFilter = ({ connection, ...work }: AtHost, instance: string): Promise<NwfilterRef | null> =>
  connection
    .call(network.nwfilterLookupByName, { name: filterNameOf(instance) }, working(work))
    .catch(orNone);

/** As the host at work holds it; null where it has none. */
export async function readFilter(work: AtHost, instance: string): Promise<string | null> {
  const nwfilter = await findFilter(work, instance);
  if (nwfilter === null) return null;
  return work.connection.call(network.nwfilterGetXml, { nwfilter, flags: 0 }, working(work)).catch(orNone);
}

/** Bears that there is none. */
export async function removeFilter(work: AtHost, instance: string): Promise<void> {
  const nwfilter = await findFilter(work, instance);
  if (nwfilter !== null)
    await work.connection.call(network.nwfilterUndefine, { nwfilter }, working(work)).catch(orNone);
}
