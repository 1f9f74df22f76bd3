import { command, procedure } from '../rpc/procedure.ts';
import { bool, i32, i64, present, string, struct, u32, u64 } from '../xdr/codec.ts';
import { domain } from './refs.ts';

/** Size in KiB, or in bytes with blockResizeFlags.bytes. */
export const blockResize = command(
  251,
  'DomainBlockResize',
  struct({ domain, disk: string, size: u64, flags: u32 }),
);
export const blockStats = procedure(
  64,
  'DomainBlockStats',
  struct({ domain, path: string }),
  struct({ readRequests: i64, readBytes: i64, writeRequests: i64, writeBytes: i64, errors: i64 }),
);
export const getBlockInfo = procedure(
  194,
  'DomainGetBlockInfo',
  struct({ domain, path: string, flags: u32 }),
  struct({ allocation: u64, capacity: u64, physical: u64 }),
);
export const getBlockJobInfo = procedure(
  238,
  'DomainGetBlockJobInfo',
  struct({ domain, path: string, flags: u32 }),
  struct({ found: bool, type: i32, bandwidth: u64, current: u64, end: u64 }),
);
export const blockJobAbort = command(
  237,
  'DomainBlockJobAbort',
  struct({ domain, path: string, flags: u32 }),
);
export const blockJobSetSpeed = command(
  239,
  'DomainBlockJobSetSpeed',
  struct({ domain, path: string, bandwidth: u64, flags: u32 }),
);
export const blockPull = command(
  240,
  'DomainBlockPull',
  struct({ domain, path: string, bandwidth: u64, flags: u32 }),
);
/**
 * The protocol lets `base` be absent, which means the bottom of the chain: the image that all clones share. Such a commit
 * would merge one guest into it and destroy the others, so this client cannot ask for it. Nor without `top`, which
 * means whatever the guest writes to at that moment.
 */
export const blockCommit = command(
  290,
  'DomainBlockCommit',
  struct({ domain, disk: string, base: present(string), top: present(string), bandwidth: u64, flags: u32 }),
);
