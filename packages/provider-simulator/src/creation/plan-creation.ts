import type { World } from '../world/world.ts';
import type { CreationOrder, PlannedCreation } from './order.ts';
import { planInstance } from './plan-instance.ts';
import { planNetwork } from './plan-network.ts';
import { planVolume } from './plan-volume.ts';

export function planCreation(world: World, order: CreationOrder): PlannedCreation {
  const { creation } = order;
  switch (creation.kind) {
    case 'instance':
      return planInstance(world, order, creation.spec);
    case 'volume':
      return planVolume(world, order, creation.spec);
    case 'network':
      return planNetwork(world, order, creation.spec);
  }
}
