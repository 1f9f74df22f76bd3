import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { GuestCheck, MigrationLimits } from '@orrery/contract/migrations/progress.ts';
import type { PastMove } from '@orrery/migration-model/history-prior.ts';
import type { MigrationSample } from '@orrery/migration-model/sample.ts';
import { ThroughputMeter } from '@orrery/migration-model/throughput-meter.ts';
import type { MoveReport } from '@orrery/provider-kit/migrator.ts';
import { type Follower, followerFor } from './follower.ts';
import type { KeptMove, MoveBasis } from './kept-move.ts';
import { endPhase, enterPhase, figuresOf } from './move-row.ts';

/** How a move ended. */
export interface MoveEnd {
  state: 'succeeded' | 'failed' | 'cancelled';
  error: Migration['error'];
  /** As the backend measured it; what it does not tell is made out from what was seen. */
  measured?:
    | { pauseMs: number | null; bytes: number | null; passes: number | null; check: GuestCheck }
    | undefined;
}

/** Until it has really ended, no more than this is shown. */
const mostBeforeEnd = 0.99;

/** One move under way: its row, and the model that follows it. */
export class TrackedMove {
  row: Migration;
  basis: MoveBasis | null;
  /** The most of its progress that is on disk: more is not shown, so that no restart takes any back (MG-3). */
  kept: number;
  /** What the model says of it, 0 to 1. */
  fraction: number;
  ended = false;
  readonly #past: readonly PastMove[];
  readonly #disk = new ThroughputMeter();
  #follower: Follower | null = null;
  #limits: MigrationLimits | null = null;

  constructor({ row, basis, shown }: KeptMove, past: readonly PastMove[] = []) {
    this.row = row;
    this.basis = basis;
    this.kept = shown;
    this.fraction = shown;
    this.#past = past;
  }

  /** As it is to be kept. */
  get record(): KeptMove {
    return { row: this.row, basis: this.basis, shown: this.fraction };
  }

  /** As it is to be shown now. */
  shown(asOf: string): Migration {
    const progress = this.ended ? this.row.progress : this.#progress();
    return { ...this.row, asOf, progress };
  }

  /** Answers whether it entered another phase. */
  report(report: MoveReport, now: string): boolean {
    if (this.ended) return false;
    const { phase, limits, toHost, sample } = report;
    const before = this.row.phase;
    if (phase !== undefined) {
      this.row = { ...this.row, phase, phases: enterPhase(this.row.phases, phase, now) };
    }
    if (limits !== undefined) this.#limit(limits);
    this.row = {
      ...this.row,
      status: 'running',
      startedAt: this.row.startedAt ?? now,
      toHost: toHost ?? this.row.toHost,
      pointOfNoReturn: this.row.pointOfNoReturn || report.pointOfNoReturn === true,
      cancellable: report.cancellable ?? this.row.cancellable,
    };
    if (sample !== undefined) this.#observe(sample);
    return before !== this.row.phase;
  }

  end({ state, error, measured }: MoveEnd, now: string): void {
    if (this.ended) return;
    this.ended = true;
    const { row } = this;
    const startedAt = row.startedAt ?? now;
    const succeeded = state === 'succeeded';
    this.fraction = succeeded ? 1 : this.fraction;
    this.row = {
      ...row,
      status: state,
      error,
      phases: endPhase(row.phases, succeeded ? 'done' : 'failed', now),
      progress: succeeded ? 1 : this.#progress(),
      forecast: null,
      cancellable: false,
      pointOfNoReturn: row.pointOfNoReturn || succeeded,
      startedAt,
      endedAt: now,
      result: {
        totalMs: Math.max(0, Date.parse(now) - Date.parse(startedAt)),
        pauseMs: measured?.pauseMs ?? null,
        bytes: measured?.bytes ?? bytesSeen(row),
        passes: measured?.passes ?? row.memory?.pass ?? null,
        guestCheck: measured?.check ?? null,
      },
    };
  }

  #progress(): number | null {
    if (this.#follower === null && this.kept === 0) return this.row.progress;
    return Math.min(mostBeforeEnd, Math.max(this.row.progress ?? 0, Math.min(this.fraction, this.kept)));
  }

  #limit(limits: MigrationLimits): void {
    const before = this.#limits ?? this.basis?.plan.limits;
    this.#limits = limits;
    this.row = { ...this.row, limits };
    const same =
      before?.bandwidth === limits.bandwidth &&
      before.downtimeMs === limits.downtimeMs &&
      before.autoConverge === limits.autoConverge;
    if (same) return;
    if (this.basis) this.basis = { ...this.basis, plan: { ...this.basis.plan, limits: modelled(limits) } };
    this.#follower?.change?.(modelled(limits));
  }

  #observe(sample: MigrationSample): void {
    if (sample.disk) this.#disk.observe(sample.atMs, sample.disk.doneBytes);
    const told = sample.memory ?? sample.disk ?? sample.percent ?? this.basis;
    if (this.#follower === null && told === null) return;
    this.#follower ??= followerFor(sample, { basis: this.basis, shown: this.kept, past: this.#past });
    const outlook = this.#follower.observe(sample);
    this.fraction = Math.max(this.fraction, Math.min(mostBeforeEnd, outlook.fraction));
    this.row = { ...this.row, ...figuresOf(this.row, { sample, outlook, diskRate: this.#disk.rate }) };
  }
}

const modelled = ({ bandwidth, downtimeMs, autoConverge }: MigrationLimits) => ({
  bandwidth,
  downtimeMs,
  autoConverge,
});

function bytesSeen({ memory, disks }: Migration): number | null {
  return memory === null && disks === null ? null : (memory?.sentBytes ?? 0) + (disks?.doneBytes ?? 0);
}
