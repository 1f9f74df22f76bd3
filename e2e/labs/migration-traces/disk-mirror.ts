import type { TraceSettings } from '@orrery/migration-model/testing/trace.ts';
import { type HypervisorPair, until } from './hypervisor-pair.ts';
import { isRecord, numberAt, type QmpClient } from './qmp.ts';

const job = 'copy-disk';

/** As libvirt does it: the destination offers its disk by NBD, the source mirrors into it, then memory is moved. */
export async function startMirror(
  pair: HypervisorPair,
  disk: NonNullable<TraceSettings['disk']>,
): Promise<void> {
  await pair.destination.run('nbd-server-start', { addr: { type: 'unix', data: { path: pair.nbdSocket } } });
  await pair.destination.run('nbd-server-add', { device: 'data', writable: true });
  await pair.source.run('drive-mirror', {
    device: 'data',
    'job-id': job,
    target: `nbd+unix:///data?socket=${pair.nbdSocket}`,
    mode: 'existing',
    format: 'raw',
    sync: 'full',
    speed: disk.bandwidthMiBps * 1024 * 1024,
  });
}

export interface MirrorProgress {
  total: number;
  done: number;
  ready: boolean;
}

export async function mirrorProgress(source: QmpClient): Promise<MirrorProgress | null> {
  const found = await findJob(source);
  if (!found) return null;
  return { total: numberAt(found, 'len'), done: numberAt(found, 'offset'), ready: found['ready'] === true };
}

/** A mirror that is ready is ended by calling it off; only then may the guest be handed over. */
export async function finishMirror(source: QmpClient): Promise<void> {
  await source.run('block-job-cancel', { device: job });
  await until('the copy of the disk to end', async () => (await findJob(source)) === undefined);
  await source.run('migrate-continue', { state: 'pre-switchover' });
}

async function findJob(source: QmpClient): Promise<Record<string, unknown> | undefined> {
  const { items } = await source.run('query-block-jobs');
  return Array.isArray(items) ? items.filter(isRecord).find(j => j['device'] === job) : undefined;
}
