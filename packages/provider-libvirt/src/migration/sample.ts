import { domainStates, pausedReasons } from '@orrery/libvirt/procedures/flags.ts';
import type { ParamMap } from '@orrery/libvirt/xdr/typed-params.ts';
import type { MemoryFigures, MigrationSample, Stage } from '@orrery/migration-model/sample.ts';
import type { DomainState } from '../map/power.ts';

export const figure = (params: ParamMap, name: string): number => Number(params.get(name) ?? 0);

/** QEMU's own; libvirt tells it once memory is being sent. */
const usualPageBytes = 4096;

/** At the beginning all figures are 0: it prepares, it is not done. */
function memoryOf(params: ParamMap): MemoryFigures | undefined {
  const totalBytes = figure(params, 'memory_total');
  if (totalBytes === 0) return undefined;
  const page = figure(params, 'memory_page_size') || usualPageBytes;
  const whole = figure(params, 'memory_normal_bytes');
  const compressedPages = figure(params, 'compression_pages');
  return {
    totalBytes,
    remainingBytes: figure(params, 'memory_remaining'),
    sentBytes: whole + (figure(params, 'memory_constant') + compressedPages) * page,
    contentBytes: whole + figure(params, 'compression_bytes'),
  };
}

function diskOf(params: ParamMap): MigrationSample['disk'] {
  const totalBytes = figure(params, 'disk_total');
  if (totalBytes === 0) return undefined;
  return { totalBytes, doneBytes: Math.min(totalBytes, figure(params, 'disk_processed')) };
}

/** Where it is, from the figures of the job and the state of the domain at the source. */
export function stageOf(params: ParamMap, state: DomainState | null): Stage {
  if (state?.state === domainStates.paused) {
    if (state.reason === pausedReasons.postCopy) return 'post-copy';
    if (state.reason === pausedReasons.migration) return 'switching-over';
  }
  if (figure(params, 'memory_total') > 0) return 'memory';
  return figure(params, 'disk_total') > 0 ? 'disks' : 'preparing';
}

export function sampleOf(
  params: ParamMap,
  { atMs, state }: { atMs: number; state: DomainState | null },
): MigrationSample {
  const memory = memoryOf(params);
  const disk = diskOf(params);
  const pass = figure(params, 'memory_iteration');
  const throttle = params.get('auto_converge_throttle');
  return {
    atMs,
    stage: stageOf(params, state),
    ...(memory && { memory }),
    ...(pass > 0 && { pass }),
    ...(throttle !== undefined && { throttlePercent: Number(throttle) }),
    ...(disk && { disk }),
  };
}

/** Small disks are over between two looks: then the first look at the memory tells of them. */
export const passedDisks = (before: Stage | null, { stage, disk }: MigrationSample): boolean =>
  (before === null || before === 'preparing') &&
  stage !== 'preparing' &&
  stage !== 'disks' &&
  disk !== undefined;

export interface FinalFigures {
  pauseMs: number | null;
  bytes: number | null;
  passes: number | null;
}

/** Of a job that has ended: from its last event, or from what the destination remembers of it. */
export function finalFigures(params: ParamMap | null): FinalFigures {
  const orNull = (name: string) => {
    const value = params?.get(name);
    return value === undefined ? null : Number(value);
  };
  return {
    pauseMs: orNull('downtime'),
    bytes: orNull('data_processed'),
    passes: orNull('memory_iteration') || null,
  };
}
