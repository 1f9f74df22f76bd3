import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import { migrateFlags } from '@orrery/libvirt/procedures/flags.ts';
import type { TypedParam } from '@orrery/libvirt/xdr/typed-params.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { Route } from './route.ts';

const MiB = 1_048_576;

/** Bytes per second as libvirt counts them: whole MiB, and no less than asked for, so that what is advised is enough. */
export const toMiBps = (bytesPerSecond: number): number => Math.max(1, Math.ceil(bytesPerSecond / MiB));
/** What libvirt itself has where nobody has set a limit (QEMU_DOMAIN_MIG_BANDWIDTH_MAX). */
export const unlimitedMiBps = 8_796_093_022_207;

/** What the daemons are asked for. */
export interface Order {
  flags: number;
  params: TypedParam[];
}

export interface OrderFacts {
  args: MigrateArgs;
  route: Route;
  /** Defined at the source, and not only until it stops. */
  persistent: boolean;
  /** All writable disks were seen to be the same files on both hosts. */
  sameStorage: boolean;
  /** Disks that are copied, by target name; null: none is. */
  copiedDisks: readonly string[] | null;
  /** Where disks lie elsewhere at the destination. */
  destinationXml: { live: string; persistent: string } | null;
}

/** Combinations that QEMU or libvirt has not, told before anything is begun. */
export function checkCombination({
  transport,
  method,
  tls,
  parallel,
  postCopy,
  compression,
}: MigrateArgs): void {
  const refuse = (message: string): never => {
    throw new ProviderError('args.invalid', message);
  };
  if (transport === 'tunnelled' && method === 'block')
    refuse(
      'transport: disks cannot be copied through the tunnel of the daemons; use peer-to-peer or managed',
    );
  if (transport === 'tunnelled' && (tls || parallel !== null || postCopy))
    refuse(
      'transport: in the tunnel of the daemons there is one connection, theirs: no TLS of its own, no parallel, no post-copy',
    );
  if (compression && parallel !== null) refuse('compression: not together with parallel connections');
  if (compression && postCopy) refuse('compression: not together with post-copy');
}

export function orderOf(facts: OrderFacts): Order {
  return { flags: flagsOf(facts), params: paramsOf(facts) };
}

function flagsOf({ args, persistent, sameStorage, copiedDisks }: OrderFacts): number {
  const set: [boolean, number][] = [
    [true, migrateFlags.live],
    [args.transport !== 'managed', migrateFlags.peer2peer],
    [args.transport === 'tunnelled', migrateFlags.tunnelled],
    [args.persist && persistent, migrateFlags.persistDestination],
    [args.undefineSource && persistent, migrateFlags.undefineSource],
    [copiedDisks !== null && !args.incremental, migrateFlags.nonSharedDisk],
    [copiedDisks !== null && args.incremental, migrateFlags.nonSharedInc],
    // libvirt knows network file systems by their type and takes all else for local: a directory that is shared in
    // another way (a cluster file system it does not know, a bind mount) needs this. Only where both hosts were seen to
    // have the same files: otherwise two guests would write to two different ones.
    [sameStorage, migrateFlags.unsafe],
    [args.abortOnError, migrateFlags.abortOnError],
    [args.autoConverge, migrateFlags.autoConverge],
    [args.postCopy, migrateFlags.postCopy],
    [args.compression, migrateFlags.compressed],
    [args.parallel !== null, migrateFlags.parallel],
    [args.tls, migrateFlags.tls],
    // Nobody changes its definition meanwhile: it would be lost.
    [true, migrateFlags.changeProtection],
  ];
  return set.reduce((flags, [on, flag]) => (on ? flags | flag : flags), 0);
}

function paramsOf({ args, route, copiedDisks, destinationXml }: OrderFacts): TypedParam[] {
  const params: TypedParam[] = [];
  const text = (name: string, value: string) => params.push({ name, type: 'string', value });
  if (args.bandwidth !== null)
    params.push({ name: 'bandwidth', type: 'ullong', value: toMiBps(args.bandwidth) });
  if (args.parallel !== null)
    params.push({ name: 'parallel.connections', type: 'int', value: args.parallel });
  if (args.compression) text('compression', 'xbzrle');
  if (route.data !== null && args.transport !== 'tunnelled') text('migrate_uri', route.data);
  for (const disk of copiedDisks ?? []) text('migrate_disks', disk);
  if (destinationXml) {
    text('destination_xml', destinationXml.live);
    text('persistent_xml', destinationXml.persistent);
  }
  return params;
}
