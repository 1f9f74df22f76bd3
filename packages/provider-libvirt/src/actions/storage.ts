import * as storage from '@orrery/libvirt/procedures/storage.ts';
import type { PoolFacts } from '../host/facts.ts';
import { type Job, working } from './job.ts';

const poolRunning = 2;

interface Row<F> {
  run: (job: Job, facts: F) => Promise<undefined>;
  reached: (facts: F) => boolean | null;
}

export const poolActions: Record<string, Row<PoolFacts>> = {
  start: {
    run: (job, { ref }) => job.connection.call(storage.poolCreate, { pool: ref, flags: 0 }, working(job)),
    reached: ({ state }) => state === poolRunning,
  },
  /** Deactivates it; what lies in it stays. */
  stop: {
    run: (job, { ref }) => job.connection.call(storage.poolDestroy, { pool: ref }, working(job)),
    reached: ({ state }) => state !== poolRunning,
  },
  refresh: {
    run: (job, { ref }) => job.connection.call(storage.poolRefresh, { pool: ref, flags: 0 }, working(job)),
    reached: () => null,
  },
};
