import { hash01, hash32, hashText } from '../random/hash.ts';
import type { SimImage, SimInstance, SimPool, SimVolume } from './model.ts';
import { applications } from './names.ts';
import { addVolume, type World } from './world.ts';

const GiB = 1_073_741_824;
const TiB = 1024 * GiB;

/** Share of the archive pool in use: past the usual warning at 90 %. */
const nearlyFull = 0.94;

function volumeOf(
  world: World,
  name: string,
  more: { pool: SimPool; gib: number; instance: SimInstance | null; backing: SimImage | null },
): SimVolume {
  const number = world.serial++;
  const capacityBytes = more.gib * GiB;
  return addVolume(world, {
    kind: 'volume',
    native: `vol-${number}`,
    name,
    pool: more.pool,
    capacityBytes,
    usedBytes: Math.round(capacityBytes * (0.12 + 0.6 * hash01(number, 21))),
    attachedTo: more.instance,
    backing: more.backing,
    project: null,
  });
}

/** Roles whose data is large and slow. */
const onBulk = new Set(['batch', 'ci', 'transcode']);

/** Lists are made in one piece: pushing onto an empty one reserves room for seventeen, a hundred thousand times. */
export function volumesFor(world: World, instance: SimInstance, rootGiB: number): SimVolume[] {
  const { role, name } = instance;
  const { fast, bulk } = instance.host.pools;
  const dataPool = onBulk.has(role.name) ? bulk : fast;
  const root = (pool: SimPool) =>
    volumeOf(world, `${name}-root`, {
      pool,
      gib: rootGiB,
      instance,
      backing: instance.image,
    });
  const data = (pool: SimPool) =>
    volumeOf(world, `${name}-data`, { pool, gib: role.dataDiskGiB, instance, backing: null });
  const hasRoot = fast !== null && instance.instanceKind === 'vm';
  const hasData = dataPool !== null && role.dataDiskGiB > 0;
  if (hasRoot) return hasData ? [root(fast), data(dataPool)] : [root(fast)];
  return hasData ? [data(dataPool)] : [];
}

/** Backups on the old pool, which leave little room there. */
export function buildBackups(world: World, seed: number): void {
  const pool = world.pools.find(p => p.name.endsWith('-archive'));
  if (!pool) return;
  for (let i = 0; i < 12; i++) {
    const name = `backup-${applications[hash32(seed, i) % applications.length] ?? 'docs'}-${String(i + 1).padStart(2, '0')}`;
    volumeOf(world, name, {
      pool,
      gib: 400 + 100 * (i % 5),
      instance: null,
      backing: null,
    });
  }
  pool.capacityBytes = Math.round(pool.usedBytes / nearlyFull);
}

/** Buys disks as a careful admin would: every pool is half full, more or less. */
export function sizePools(world: World): void {
  for (const pool of world.pools) {
    if (pool.capacityBytes > 0) continue;
    const share = 0.38 + 0.35 * hash01(hashText(pool.name), 51);
    pool.capacityBytes = Math.max(10 * TiB, Math.ceil(pool.usedBytes / share / TiB) * TiB);
  }
}
