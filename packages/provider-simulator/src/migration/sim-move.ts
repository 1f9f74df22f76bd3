import type { MigrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationLimits } from '@orrery/contract/migrations/progress.ts';
import type { MigrationMethod, MigrationPhase } from '@orrery/contract/migrations/vocabulary.ts';
import type { MigrationSample, Stage } from '@orrery/migration-model/sample.ts';
import type { MoveReport } from '@orrery/provider-kit/migrator.ts';
import type { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import type { Leg } from './legs.ts';
import type { LiveCopy } from './live-copy.ts';

export type MoveArgs = Pick<
  MigrateArgs,
  'method' | 'bandwidth' | 'downtimeMs' | 'autoConverge' | 'postCopy' | 'storagePool' | 'persist'
>;

export interface MoveOrder {
  instance: SimInstance;
  to: SimHost;
  args: MoveArgs;
  /** Orrery's operation id; null: begun outside. */
  operation: string | null;
  startedBy: 'orrery' | 'outside' | 'balancer';
}

export type MoveOutcome =
  | { state: 'succeeded'; pauseMs: number; bytes: number; passes: number | null }
  | { state: 'failed'; error: ProviderError };

/** A move as the data centre knows it: it goes on when nobody watches, and can be asked for later. */
export class SimMove {
  readonly id: string;
  readonly order: MoveOrder;
  readonly from: SimHost;
  readonly startedAt: number;
  limits: MigrationLimits;
  /** Memory on its way; null where none is copied while it runs. */
  copy: LiveCopy | null = null;
  disk: { totalBytes: number; doneBytes: number } | null = null;
  /** Of a relocation: how long it stood still. */
  stoppedMs = 0;
  phase: MigrationPhase = 'check';
  stage: Stage = 'preparing';
  pointOfNoReturn = false;
  outcome: MoveOutcome | null = null;
  /** What is still to come. */
  legs: Leg[] = [];
  readonly ended: Promise<MoveOutcome>;
  readonly resolve: (outcome: MoveOutcome) => void;
  readonly watchers = new Set<(report: MoveReport) => void>();

  constructor(id: string, { order, startedAt }: { order: MoveOrder; startedAt: number }) {
    this.id = id;
    this.order = order;
    this.from = order.instance.host;
    this.startedAt = startedAt;
    const { bandwidth, autoConverge, postCopy, downtimeMs } = order.args;
    this.limits = { bandwidth, autoConverge, postCopy, downtimeMs: downtimeMs ?? 300 };
    const { promise, resolve } = Promise.withResolvers<MoveOutcome>();
    this.ended = promise;
    this.resolve = resolve;
  }

  get method(): MigrationMethod {
    return this.order.args.method;
  }

  get bytes(): number {
    return (this.copy?.figures.contentBytes ?? 0) + (this.disk?.doneBytes ?? 0);
  }

  sample(atMs: number): MigrationSample {
    const copying = this.stage === 'memory' || this.stage === 'post-copy' || this.stage === 'switching-over';
    const memory = copying ? this.copy?.figures : undefined;
    return {
      atMs,
      stage: this.stage,
      ...(memory && this.copy
        ? { memory, pass: this.copy.pass, throttlePercent: this.copy.throttle.percent }
        : {}),
      ...(this.disk ? { disk: { ...this.disk } } : {}),
    };
  }

  report(now: number): MoveReport {
    return {
      phase: this.phase,
      sample: this.sample(now - this.startedAt),
      limits: this.limits,
      pointOfNoReturn: this.pointOfNoReturn,
      cancellable: !this.pointOfNoReturn,
    };
  }
}
