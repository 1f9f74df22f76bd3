import type { TraceColumns, TraceOutcome } from '@orrery/migration-model/testing/trace.ts';
import { numberAt } from './qmp.ts';

const pageBytes = 4096;
const endings = ['completed', 'cancelled', 'failed'] as const;
type Ending = (typeof endings)[number];

const empty = (): TraceColumns => ({
  atMs: [],
  status: [],
  totalPages: [],
  remainingPages: [],
  normalPages: [],
  zeroPages: [],
  transferredKiB: [],
  pass: [],
  dirtyPagesPerSecond: [],
  mbps: [],
  expectedDowntimeMs: [],
  throttlePercent: [],
  diskTotalKiB: [],
  diskDoneKiB: [],
});

/** Collects what QEMU says about a migration, in the columns of a trace. */
export class SampleColumns {
  readonly columns: TraceColumns = empty();
  #last: Record<string, unknown> = {};

  add(atMs: number, state: Record<string, unknown>, disk: { total: number; done: number } | null): void {
    this.#last = state;
    const { columns } = this;
    columns.atMs.push(atMs);
    columns.status.push(typeof state['status'] === 'string' ? state['status'] : 'none');
    columns.totalPages.push(numberAt(state, 'ram', 'total') / pageBytes);
    columns.remainingPages.push(numberAt(state, 'ram', 'remaining') / pageBytes);
    columns.normalPages.push(numberAt(state, 'ram', 'normal'));
    columns.zeroPages.push(numberAt(state, 'ram', 'duplicate'));
    columns.transferredKiB.push(Math.round(numberAt(state, 'ram', 'transferred') / 1024));
    columns.pass.push(numberAt(state, 'ram', 'dirty-sync-count'));
    columns.dirtyPagesPerSecond.push(numberAt(state, 'ram', 'dirty-pages-rate'));
    columns.mbps.push(Math.round(numberAt(state, 'ram', 'mbps')));
    columns.expectedDowntimeMs.push(numberAt(state, 'expected-downtime'));
    columns.throttlePercent.push(numberAt(state, 'cpu-throttle-percentage'));
    columns.diskTotalKiB.push(Math.round((disk?.total ?? 0) / 1024));
    columns.diskDoneKiB.push(Math.round((disk?.done ?? 0) / 1024));
  }

  ended(): boolean {
    return this.#ending() !== undefined;
  }

  outcome(): Omit<TraceOutcome, 'cpu'> {
    const status = this.#ending() ?? 'failed';
    return {
      status,
      endMs: this.columns.atMs.at(-1) ?? 0,
      downtimeMs: status === 'completed' ? numberAt(this.#last, 'downtime') : null,
    };
  }

  #ending(): Ending | undefined {
    return endings.find(ending => ending === this.#last['status']);
  }
}
