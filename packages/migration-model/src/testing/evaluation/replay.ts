import { MigrationEstimator } from '../../estimator.ts';
import { mebibyte } from '../../evidence.ts';
import type { MigrationOutlook } from '../../outlook.ts';
import type { RemedyOffer } from '../../remedies.ts';
import type { MigrationSample, MoveLimits, MovePlan, Stage } from '../../sample.ts';
import type { Trace } from '../trace.ts';

const pageBytes = 4096;
const kibibyte = 1024;
/** Page sampling of QEMU, unless told otherwise. */
const sampledPagesPerGiB = 512;

/** Of the resident memory of QEMU, what is its own. */
const hypervisorMiB = 32;

/** As often as progress is shown (E5): of the ten samples a second in a trace, every fifth. */
export const replayEveryMs = 500;

export const allOffers: readonly RemedyOffer[] = [
  { kind: 'bandwidth', applies: 'now' },
  { kind: 'downtime', applies: 'now' },
  { kind: 'auto-converge', applies: 'restart' },
  { kind: 'post-copy', applies: 'now' },
  { kind: 'abort', applies: 'now' },
];

export interface ReplayOptions {
  everyMs?: number;
  /** Left out: the measurement made before the start is given to the model. */
  withoutMeasurement?: boolean;
}

export interface Moment {
  sample: MigrationSample;
  outlook: MigrationOutlook;
}

type Planned = Pick<Trace, 'settings' | 'guest' | 'preflight' | 'changes' | 'residentMiB'>;

export function planOf(trace: Planned, options: ReplayOptions = {}): MovePlan {
  const { settings, guest } = trace;
  const sampledPages = (guest.memoryMiB / 1024) * sampledPagesPerGiB;
  const dirtying = trace.preflight.map(p => ({
    windowSeconds: p.windowSeconds,
    bytesPerSecond: p.mibPerSecond * mebibyte,
    sampledPages: p.method === 'page-sampling' ? sampledPages : null,
  }));
  return {
    memoryBytes: guest.memoryMiB * mebibyte,
    residentBytes:
      trace.residentMiB === undefined ? undefined : (trace.residentMiB - hypervisorMiB) * mebibyte,
    diskBytes: settings.disk ? settings.disk.mib * mebibyte : undefined,
    diskBandwidth: settings.disk ? settings.disk.bandwidthMiBps * mebibyte : undefined,
    limits: limitsOf(trace, 0),
    dirtying: options.withoutMeasurement ? [] : dirtying,
  };
}

/** What was set at a time, as far as the model is told. */
function limitsOf({ settings, changes }: Pick<Trace, 'settings' | 'changes'>, atMs: number): MoveLimits {
  const told = changes.filter(c => !c.hidden && c.atMs <= atMs);
  const bandwidth = told.findLast(c => c.bandwidthMiBps !== undefined)?.bandwidthMiBps;
  const downtimeMs = told.findLast(c => c.downtimeMs !== undefined)?.downtimeMs;
  return {
    bandwidth: (bandwidth ?? settings.bandwidthMiBps) * mebibyte,
    downtimeMs: downtimeMs ?? settings.downtimeMs,
    autoConverge: settings.autoConverge,
  };
}

/** Every sample of a trace that the model would have been given, and the last one. */
export function samplesOf(trace: Trace, everyMs = replayEveryMs): MigrationSample[] {
  const { atMs } = trace.samples;
  let due = -Infinity;
  return atMs.flatMap((at, index) => {
    if (at < due && index < atMs.length - 1) return [];
    due = at + everyMs - 50;
    return [sampleAt(trace, index)];
  });
}

export function sampleAt(
  { samples, settings }: Pick<Trace, 'samples' | 'settings'>,
  index: number,
): MigrationSample {
  // A column that is shorter than the times would be a broken trace, which load-traces.test.ts looks for.
  const at = (column: number[]) => column[index] ?? 0;
  const diskTotal = at(samples.diskTotalKiB) * kibibyte;
  const stage = stageOf(samples.status[index] ?? 'none', settings.disk !== null);
  return {
    atMs: at(samples.atMs),
    stage,
    pass: at(samples.pass),
    throttlePercent: at(samples.throttlePercent),
    memory: {
      totalBytes: at(samples.totalPages) * pageBytes,
      remainingBytes: at(samples.remainingPages) * pageBytes,
      sentBytes: (at(samples.normalPages) + at(samples.zeroPages)) * pageBytes,
      contentBytes: at(samples.normalPages) * pageBytes,
    },
    ...(diskTotal > 0 && { disk: { totalBytes: diskTotal, doneBytes: at(samples.diskDoneKiB) * kibibyte } }),
  };
}

function stageOf(status: string, hasDisk: boolean): Stage {
  switch (status) {
    case 'active':
      return 'memory';
    case 'pre-switchover':
    case 'device':
      return 'switching-over';
    case 'postcopy-active':
      return 'post-copy';
    case 'completed':
    case 'failed':
    case 'cancelled':
      return status;
    case 'cancelling':
      return 'cancelled';
    default:
      return hasDisk ? 'disks' : 'preparing';
  }
}

/** Runs the model over a trace, as it would have run beside the move. */
export function replay(trace: Trace, options: ReplayOptions = {}): Moment[] {
  const estimator = new MigrationEstimator(planOf(trace, options), { offers: allOffers });
  const changes = trace.changes.filter(c => !c.hidden);
  let told = 0;
  return samplesOf(trace, options.everyMs).map(sample => {
    const due = changes.filter(c => c.atMs <= sample.atMs).length;
    if (due > told) estimator.change(limitsOf(trace, sample.atMs));
    told = due;
    return { sample, outlook: estimator.observe(sample) };
  });
}
