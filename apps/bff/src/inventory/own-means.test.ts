import { type Capability, capabilities } from '@orrery/contract/capabilities.ts';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { capabilityTable } from '@orrery/provider-kit/capability-table.ts';
import { describe, expect, it } from 'vitest';
import { rulesOf } from './actions-of.ts';
import { ownMeans } from './own-means.ts';

const lacking = capabilityTable([], () => 'It cannot');
const steerable = capabilityTable(['migration.cancel', 'migration.setBandwidth'], () => 'It cannot');

describe('what Orrery does by itself', () => {
  it('is what the rules of actions let it do without the back end, and no other action', () => {
    const own = resourceKinds.flatMap(kind =>
      rulesOf(kind).flatMap(rule => (rule.orrery ? `${kind}.${rule.name}` : [])),
    );
    const told = capabilities.filter(name => ownMeans(name, steerable) !== null);
    expect(told.toSorted()).toEqual(['host.maintenance', ...own].toSorted());
  });

  it('leaves a move as it is where nobody can steer it', () => {
    expect(ownMeans('migration.beginAnew', lacking)).toBeNull();
    const kept: Capability = 'host.enterMaintenance';
    expect(ownMeans(kept, lacking)).toMatch(/keeps the mark itself/);
  });
});
