import type { Random } from '@orrery/provider-kit/clock.ts';
import { hash01 } from '../random/hash.ts';
import { pick } from '../random/prng.ts';
import type { SimCluster, SimHost, SimImage } from './model.ts';
import { type Role, roles } from './roles.ts';
import type { World } from './world.ts';

type ImageChooser = (role: Role, random: Random) => SimImage | null;

/** Databases are made from the golden image, the rest from the ordinary ones. */
function imageChooser(world: World, runs: SimCluster['runs']): ImageChooser {
  const fitting = world.images.filter(i => i.format === (runs === 'vm' ? 'qcow2' : 'oci'));
  const golden = fitting.find(i => i.name.startsWith('postgres')) ?? null;
  const [first, ...others] = fitting.filter(i => i !== golden);
  return (role, random) => {
    if (golden && role.name === 'db') return golden;
    return first ? pick(random, [first, ...others]) : golden;
  };
}

function rolesFor(cluster: SimCluster): readonly Role[] {
  return roles.filter(r => r.kinds.includes(cluster.runs));
}

function weighted(random: Random, from: readonly Role[]): Role {
  let left = random() * from.reduce((sum, r) => sum + r.weight, 0);
  for (const role of from) {
    left -= role.weight;
    if (left < 0) return role;
  }
  return roles[0];
}

type HostChooser = (random: Random) => SimHost | undefined;

/** Hosts are never loaded evenly in real life: each has its own attraction, by its number. */
function hostChooser(cluster: SimCluster): HostChooser {
  const open = cluster.hosts.filter(h => !h.maintenance);
  const upTo: number[] = [];
  let total = 0;
  for (const host of open) upTo.push((total += 0.55 + 0.9 * hash01(host.index, 31)));
  return random => {
    const at = random() * total;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return open[low];
  };
}

export interface Choosers {
  role: (random: Random) => Role;
  host: HostChooser;
  image: ImageChooser;
}

/** How the next instance of a cluster is drawn; prepared once, used a hundred thousand times. */
export function choosers(world: World, cluster: SimCluster): Choosers {
  const fitting = rolesFor(cluster);
  return {
    role: random => weighted(random, fitting),
    host: hostChooser(cluster),
    image: imageChooser(world, cluster.runs),
  };
}
