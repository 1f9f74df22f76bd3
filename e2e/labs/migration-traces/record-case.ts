import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Trace, TraceChange, TracePreflight } from '@orrery/migration-model/testing/trace.ts';
import type { RecordingCase } from './case.ts';
import { SampleColumns } from './columns.ts';
import { finishMirror, mirrorProgress, startMirror } from './disk-mirror.ts';
import { assembleBootSector, writeGuestImage } from './guest-image.ts';
import { type HypervisorPair, startPair } from './hypervisor-pair.ts';
import { numberAt, type QmpClient } from './qmp.ts';

const mib = 1024 * 1024;
/** As often as the traces that came first. */
const sampleEveryMs = 100;

/** Looks at each sample and may change the limits while it runs. */
export type Advisor = (columns: SampleColumns) => Omit<TraceChange, 'atMs'> | null;
/** Made once it is known what was measured before the start. */
export type AdvisorFor = (known: Pick<Trace, 'preflight' | 'residentMiB'>) => Advisor;

/** Runs one migration and tells what was seen. */
export async function recordCase(
  wanted: RecordingCase,
  advisorFor: AdvisorFor = () => () => null,
): Promise<Trace> {
  const folder = mkdtempSync(join(tmpdir(), 'migration-trace-'));
  try {
    const image = join(folder, 'guest.img');
    writeGuestImage(image, assembleBootSector(folder), wanted.guest);
    const diskMiB = wanted.settings.disk?.mib ?? 0;
    const pair = await startPair({ folder, image, memoryMiB: wanted.guest.memoryMiB, diskMiB });
    try {
      // A second for the guest to get into its stride.
      await pause(1_000);
      const preflight = await measureDirtying(pair.source);
      return await migrate(wanted, { pair, preflight, advisorFor });
    } finally {
      await pair.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * As libvirt asks for it, with QEMU's own number of sampled pages (512 a GiB). Only by page sampling: in the mode
 * `dirty-bitmap`, QEMU 7.2 under TCG dies with a segmentation fault.
 */
async function measureDirtying(source: QmpClient): Promise<TracePreflight[]> {
  const found: TracePreflight[] = [];
  for (const windowSeconds of [1, 2, 4]) {
    await source.run('calc-dirty-rate', { 'calc-time': windowSeconds, mode: 'page-sampling' });
    let reply: Record<string, unknown>;
    do {
      await pause(100);
      reply = await source.run('query-dirty-rate');
    } while (reply['status'] !== 'measured');
    found.push({ method: 'page-sampling', windowSeconds, mibPerSecond: numberAt(reply, 'dirty-rate') });
  }
  return found;
}

async function prepare({ settings }: RecordingCase, { source, destination }: HypervisorPair): Promise<void> {
  const capability = (name: string) => ({ capability: name, state: true });
  const both = [capability('events'), ...(settings.postCopy ? [capability('postcopy-ram')] : [])];
  await destination.run('migrate-set-capabilities', { capabilities: both });
  const more = [
    ...(settings.autoConverge ? [capability('auto-converge')] : []),
    ...(settings.disk ? [capability('pause-before-switchover')] : []),
  ];
  await source.run('migrate-set-capabilities', { capabilities: [...both, ...more] });
  await apply(source, { bandwidthMiBps: settings.bandwidthMiBps, downtimeMs: settings.downtimeMs });
}

async function apply(source: QmpClient, change: Omit<TraceChange, 'atMs'>): Promise<void> {
  const parameters = {
    ...(change.bandwidthMiBps !== undefined && { 'max-bandwidth': Math.round(change.bandwidthMiBps * mib) }),
    ...(change.downtimeMs !== undefined && { 'downtime-limit': Math.round(change.downtimeMs) }),
  };
  if (Object.keys(parameters).length > 0) await source.run('migrate-set-parameters', parameters);
  if (change.postCopy) await source.run('migrate-start-postcopy');
}

interface Recording {
  pair: HypervisorPair;
  preflight: TracePreflight[];
  advisorFor: AdvisorFor;
}

async function migrate(wanted: RecordingCase, { pair, preflight, advisorFor }: Recording): Promise<Trace> {
  const { source } = pair;
  await prepare(wanted, pair);
  const residentMiB = pair.residentMiB();
  const advisor = advisorFor({ preflight, residentMiB });
  const columns = new SampleColumns();
  const changes: TraceChange[] = [];
  const pending = [...wanted.changes];
  const began = performance.now();
  const cpuBefore = pair.cpuSeconds();
  let cpu = cpuBefore;
  const elapsed = () => Math.round(performance.now() - began);
  const change = async (what: Omit<TraceChange, 'atMs'>) => {
    changes.push({ atMs: elapsed(), ...what });
    await apply(source, what);
  };
  let started = false;
  if (wanted.settings.disk) await startMirror(pair, wanted.settings.disk);
  for (;;) {
    const mirror = wanted.settings.disk ? await mirrorProgress(source) : null;
    if (!started && (mirror === null || mirror.ready)) {
      await source.run('migrate', { uri: pair.migrationUri });
      started = true;
    }
    const state = await source.run('query-migrate');
    columns.add(elapsed(), state, mirror);
    if (columns.ended()) break;
    cpu = pair.cpuSeconds();
    if (state['status'] === 'pre-switchover') await finishMirror(source);
    while (pending[0] && pending[0].atMs <= elapsed()) {
      const { atMs: _, ...what } = pending[0];
      pending.shift();
      await change(what);
    }
    const advice = advisor(columns);
    if (advice) await change(advice);
    if (elapsed() > wanted.cancelAfterMs) await source.run('migrate_cancel');
    await pause(sampleEveryMs);
  }
  return {
    name: wanted.name,
    set: wanted.set,
    guest: wanted.guest,
    settings: wanted.settings,
    preflight,
    residentMiB,
    changes,
    samples: columns.columns,
    outcome: {
      ...columns.outcome(),
      // The thread that sends is gone at the end: the last look before counts.
      cpu: {
        source: Math.max(0, cpu.source - cpuBefore.source),
        destination: Math.max(0, cpu.destination - cpuBefore.destination),
      },
    },
  };
}
