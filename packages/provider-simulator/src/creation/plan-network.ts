import type { NetworkCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { fact } from '../actions/effects.ts';
import type { SimNetwork } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { type CreationOrder, type PlannedCreation, refuseTaken } from './order.ts';

export function planNetwork(world: World, order: CreationOrder, spec: NetworkCreation): PlannedCreation {
  const cluster = order.host?.cluster ?? world.clusters.find(c => c.runs === 'vm');
  if (!cluster) throw new ProviderError('backend.refused', 'There is no cluster for it');
  refuseTaken('network', cluster.networks, spec.name);
  if (spec.type === 'routed')
    throw new ProviderError('backend.refused', 'Routed networks are not simulated', {
      advice: 'Take NAT, isolated or bridged.',
    });
  const { type } = spec;
  const native = `net-${order.serial}`;
  return {
    native,
    name: spec.name,
    phases: ['define'],
    apply: ({ world: now }) => {
      const made: SimNetwork = {
        kind: 'network',
        native,
        name: spec.name,
        index: now.networks.length,
        type,
        cluster,
        status: 'active',
        vlan: spec.vlan,
        dhcp: spec.dhcp,
        instances: new Set(),
        project: order.project,
        cidr: spec.cidr,
      };
      cluster.networks.push(made);
      now.networks.push(made);
      return { made, fact: fact('network.created', `Network ${made.name} was made`) };
    },
  };
}
