import type { FactSource } from '@orrery/contract/resources/base.ts';
import type { Caller } from '@orrery/libvirt/rpc/procedure.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import type { HostRecord } from './facts.ts';

/** For one listing call; a pool on a sleeping disk may take its time. */
export const listOptions = { deadlineMs: 30_000 };

/** Everything that is listed, or only what is not known yet. */
export type Which = 'all' | 'new';

/** What the readers of one host have in common. */
export interface ReaderContext {
  record: HostRecord;
  connection: Caller;
  now: () => string;
  /** The record has changed. */
  changed: () => void;
}

export const seenBy = (context: ReaderContext, source: FactSource): Seen => ({ asOf: context.now(), source });
