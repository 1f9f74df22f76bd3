import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import { poolForCopies } from './copies.ts';
import { type DiskPlace, hasBacking, isWritable } from './disk-places.ts';
import type { Candidate } from './candidate.ts';
import { sizeText } from './survey-place.ts';

const MiB = 1_048_576;
const poolActive = 2;

/** What speaks against moving it over, or with, its disks. */
export async function storageReasons(
  candidate: Candidate,
  method: MigrationMethod,
): Promise<MigrationReason[]> {
  const { places } = candidate;
  if (method === 'live') return places.flatMap(place => overShared(place));
  const copied = places.filter(p => p.relation !== 'same' && !(p.disk.readOnly && p.there !== null));
  if (method === 'block' && !copied.some(isWritable)) return [nothingToCopy];
  const reasons = copied.flatMap(place => copyOf(candidate, place));
  if (candidate.args.incremental || method === 'cold')
    for (const place of copied) reasons.push(...(await backingOf(candidate, place, method)));
  return [...reasons, ...space(candidate, copied, method)];
}

const nothingToCopy = reason('not-supported', 'All its disks are on storage that both hosts share', {
  advice: 'Move it live: nothing has to be copied',
});

/** The guest goes on writing to the same files: they must be the same. */
function overShared(place: DiskPlace): MigrationReason[] {
  const { disk, path, there, relation, pool } = place;
  const needed = `${disk.device}: ${path}`;
  if (relation === 'same') return [];
  if (!isWritable(place))
    return there === null
      ? [
          reason('volume-missing', 'A read-only disk of it is not there', {
            needed,
            advice: 'Eject it first',
          }),
        ]
      : [];
  if (relation === 'unknown')
    return [
      reason(
        'storage-not-shared',
        'A disk is in no storage pool, so nobody can say whether the host has it too',
        {
          severity: 'warns',
          needed,
        },
      ),
    ];
  const advice = 'Move it with its disks (block)';
  if (relation === 'other')
    return [
      reason('storage-not-shared', 'The file there is another one of the same name', {
        needed,
        found: 'changed at another time',
        advice,
      }),
    ];
  return [
    reason('storage-not-shared', 'A disk of it is on storage that the host does not share', {
      needed,
      found: pool === null ? 'no storage pool with this folder' : `not in its storage pool ${pool.ref.name}`,
      advice,
    }),
  ];
}

/** Where a copy would lie. */
function copyOf(candidate: Candidate, place: DiskPlace): MigrationReason[] {
  const { disk, path, here, relation, there } = place;
  const pool = poolForCopies(candidate, place);
  const needed = `${disk.device}: ${path}`;
  if (here === null)
    return [reason('not-supported', 'A disk is in no storage pool, so it cannot be copied', { needed })];
  if (pool === null || pool.state !== poolActive)
    return [
      reason('storage-pool-missing', 'The host has no active storage pool for a disk of it', {
        needed,
        found: pool === null ? pools(candidate) : `${pool.ref.name} is not active`,
        advice: 'Define and start a pool for the same folder there, or choose another one for the copies',
      }),
    ];
  const isTaken = pool.volumes.has(here.ref.name) || (pool === place.pool && there !== null);
  if (!isTaken || relation === 'same') return [];
  return [
    reason('name-taken', 'The storage pool there has a volume of this name', {
      needed: here.ref.name,
      found: `in ${pool.ref.name}`,
      advice: 'Delete or rename that one, or choose another pool',
    }),
  ];
}

const pools = ({ to }: Candidate): string =>
  [...(to.record?.pools.keys() ?? [])].join(', ') || 'no storage pools';

/** What a copy is based on must be there; a full copy needs nothing. */
async function backingOf(
  { from, to }: Candidate,
  place: DiskPlace,
  method: MigrationMethod,
): Promise<MigrationReason[]> {
  const backing = place.here?.definition.backing ?? null;
  if (backing === null || (await hasBacking({ from, to }, backing))) return [];
  return [
    reason('volume-missing', 'The image that a disk is based on is not there', {
      needed: backing,
      advice:
        method === 'cold'
          ? 'Move it live with its disks, in full'
          : 'Copy the disks in full, or bring the image there first',
    }),
  ];
}

/** Bytes that a disk takes at the destination, and on the way there. */
export function copyBytes(place: DiskPlace, { whole }: { whole: boolean }): number {
  const { capacityBytes, usedBytes, physicalBytes } = place.here?.definition ?? {};
  return whole ? (capacityBytes ?? 0) : (usedBytes ?? physicalBytes ?? capacityBytes ?? 0);
}

function space(
  candidate: Candidate,
  copied: readonly DiskPlace[],
  method: MigrationMethod,
): MigrationReason[] {
  const whole = method === 'block' && !candidate.args.incremental;
  const byPool = new Map<string, { free: number; needed: number }>();
  for (const place of copied) {
    const pool = poolForCopies(candidate, place);
    if (pool === null) continue;
    const sum = byPool.get(pool.ref.name) ?? { free: pool.capacityBytes - pool.usedBytes, needed: 0 };
    byPool.set(pool.ref.name, { ...sum, needed: sum.needed + copyBytes(place, { whole }) });
  }
  return [...byPool].flatMap(([name, { free, needed }]) =>
    needed <= free
      ? []
      : [
          reason('storage-space', `The storage pool ${name} there has too little space`, {
            needed: sizeText(needed / MiB),
            found: `${sizeText(free / MiB)} free`,
            advice: 'Make room there, or choose another pool',
          }),
        ],
  );
}
