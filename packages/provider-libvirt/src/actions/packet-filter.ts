import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { filterNameOf, writeFilter } from '../map/nwfilter.ts';
import { type Work, working } from './job.ts';

/**
 * Defines the filter of an instance on the host at work, or changes it: interfaces that refer to it follow at once.
 * Groups that are gone let nothing through any more.
 */
export async function defineFilter(work: Work, instance: string, groups: readonly string[]): Promise<void> {
  const rules = (await work.control.securityGroups?.(groups)) ?? [];
  const xml = writeFilter(instance, rules);
  await work.connection.call(network.nwfilterDefineXml, { xml }, working(work)).catch((error: unknown) => {
    if (!isLibvirtError(error, 'NO_SUPPORT', 'NO_CONNECT')) throw error;
    throw new ProviderError('capability.missing', 'The libvirt of its host has no packet filter', {
      cause: error,
      advice: 'Install its nwfilter driver on all hosts (Debian: libvirt-daemon-config-nwfilter)',
    });
  });
}

/** Bears that there is none. */
export async function removeFilter(work: Work, instance: string): Promise<void> {
  const orNone = (error: unknown): null => {
    if (isLibvirtError(error, 'NO_NWFILTER', 'NO_SUPPORT')) return null;
    throw error;
  };
  const name = filterNameOf(instance);
  const nwfilter = await work.connection
    .call(network.nwfilterLookupByName, { name }, working(work))
    .catch(orNone);
  if (nwfilter !== null)
    await work.connection.call(network.nwfilterUndefine, { nwfilter }, working(work)).catch(orNone);
}
