import type { setSecurityGroupsArgs } from '@orrery/contract/actions/instance-actions.ts';
import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { impact, xmlFlags } from '@orrery/libvirt/procedures/flags.ts';
import type { z } from 'zod';
import { filterNameOf } from '../map/nwfilter.ts';
import { isActive } from '../map/power.ts';
import { interfacesWithFilter } from '../map/interface-filter.ts';
import { changeMark } from './instance-definition.ts';
import { type InstanceAction, type InstanceJob, working } from './job.ts';
import { defineFilter, removeFilter } from './packet-filter.ts';

// The arguments were validated with the rule's schema before: this cast repeats what that says.
type SetSecurityGroups = z.infer<typeof setSecurityGroupsArgs>;

/** Every interface refers to the filter, or none does: now, and after the next start. */
async function referTo(job: InstanceJob, filter: string | null): Promise<void> {
  const { connection, ref } = job;
  const states = isActive(job.facts.state)
    ? [
        { flags: impact.live, xmlOf: 0 },
        { flags: impact.config, xmlOf: xmlFlags.inactive },
      ]
    : [{ flags: impact.config, xmlOf: xmlFlags.inactive }];
  for (const { flags, xmlOf } of states) {
    const whole = await connection.call(domain.getXml, { domain: ref, flags: xmlOf }, working(job));
    for (const xml of interfacesWithFilter(whole, filter))
      await connection.call(domain.updateDevice, { domain: ref, xml, flags }, working(job));
  }
}

async function setGroups(job: InstanceJob, args: Record<string, unknown>): Promise<undefined> {
  const { groups: asked } = args as SetSecurityGroups;
  const groups = asked ?? job.facts.definition.mark.groups;
  const { uuid } = job.ref;
  if (groups.length > 0) {
    // What is dropped is dropped before anything says that it is.
    await defineFilter(job, uuid, groups);
    await referTo(job, filterNameOf(uuid));
    await changeMark(job, { groups });
    return;
  }
  await referTo(job, null);
  await changeMark(job, { groups });
  await removeFilter(job, uuid);
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.toSorted().join('\n') === b.toSorted().join('\n');

export const securityActions: Record<string, InstanceAction> = {
  setSecurityGroups: {
    phase: 'filtering',
    causes: ['instance.changed'],
    run: setGroups,
    reached: ({ definition }, args) => {
      const { groups } = args as SetSecurityGroups;
      // Rules that were applied anew leave no trace of when.
      return groups === null ? null : same(groups, definition.mark.groups);
    },
  },
};
