import type { VolumeCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { fact } from '../actions/effects.ts';
import type { SimPool } from '../world/model.ts';
import { addVolume, type World } from '../world/world.ts';
import { type CreationOrder, idPart, missing, type PlannedCreation, refuseTaken } from './order.ts';

/** A new file with nothing in it takes this much. */
const emptyBytes = 200_704;

function poolFor(world: World, spec: VolumeCreation): SimPool {
  if (spec.pool !== null) {
    const pool = world.pools.find(p => p.native === idPart(spec.pool ?? ''));
    if (!pool) throw missing('storage pool', spec.pool);
    if (pool.status !== 'active') throw new ProviderError('resource.state', `${pool.name} is not active`);
    return pool;
  }
  const open = world.pools.filter(p => p.status === 'active');
  const free = (p: SimPool) => p.capacityBytes - p.usedBytes;
  const best = open.toSorted((a, b) => free(b) - free(a))[0];
  if (!best) throw new ProviderError('backend.refused', 'There is no active storage pool');
  return best;
}

export function planVolume(world: World, order: CreationOrder, spec: VolumeCreation): PlannedCreation {
  const pool = poolFor(world, spec);
  refuseTaken('volume', pool.volumes, spec.name);
  const from = spec.source?.from === 'volume' ? world.volumes.get(idPart(spec.source.volume)) : undefined;
  if (spec.source?.from === 'volume' && !from) throw missing('volume', spec.source.volume);
  if (spec.source?.from === 'image' && !order.image && !imageOf(world, spec.source.image))
    throw missing('image', spec.source.image);
  if (from && spec.capacityBytes < from.capacityBytes)
    throw new ProviderError(
      'args.invalid',
      `A copy of ${from.name} needs at least ${from.capacityBytes} bytes`,
    );
  const native = `vol-${order.serial}`;
  return {
    native,
    name: spec.name,
    phases: spec.source ? ['image', 'disk'] : ['disk'],
    apply: context => {
      const made = addVolume(context.world, {
        kind: 'volume',
        native,
        name: spec.name,
        pool,
        capacityBytes: spec.capacityBytes,
        usedBytes: from?.usedBytes ?? order.image?.sizeBytes ?? emptyBytes,
        attachedTo: null,
        backing: null,
        project: order.project,
      });
      context.touch(pool);
      return { made, fact: fact('volume.created', `Volume ${made.name} was made`) };
    },
  };
}

export const imageOf = (world: World, id: string) => world.images.find(i => i.native === idPart(id));
