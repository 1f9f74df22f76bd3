/**
 * Cost of live queries at scale; prints JSON. Run: node packages/inventory/src/live/live.bench.ts [rows]
 * Times are of this machine; what binds is how they grow.
 */
import { performance } from 'node:perf_hooks';
import type { Scope } from './types.ts';
import { LiveQueries } from './live-queries.ts';
import { Store } from '../store/store.ts';
import { type Machine, machine, machineFields, machineStatuses, testStart } from '../testing/machine.ts';
import { VirtualRuntime } from '../testing/virtual-runtime.ts';

const rowCount = Number(process.argv[2] ?? 100_000);
const admin: Scope<Machine> = {
  key: 'admin',
  hides: [],
  seesAll: true,
  sees: () => true,
  project: row => row,
};

/** Virtual time, but a real monotonic clock: slices end as they would, and their length is noted. */
class MeasuredRuntime extends VirtualRuntime {
  /** Milliseconds each; pauses of the garbage collector and of a busy machine are in them. */
  readonly slices: number[] = [];

  override monotonic(): number {
    return performance.now();
  }

  override after(delayMs: number, task: () => void): () => void {
    return super.after(delayMs, () => {
      const start = performance.now();
      task();
      this.slices.push(performance.now() - start);
    });
  }
}

/** Repeatable noise. */
let state = 42;
function random(): number {
  state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
  return state / 4_294_967_296;
}

function row(n: number, step: number): Machine {
  return machine(`lab:${String(n).padStart(36, '0')}`, {
    name: `web-${n % 977}-${n}`,
    project: `p${n % 50}`,
    status: machineStatuses[Math.floor(random() * 3)] ?? 'running',
    host: `kvm-${n % 1_000}`,
    cpu: Math.floor(random() * 1_000) / 10,
    tags: n % 3 === 0 ? ['prod', 'env=live'] : [],
    asOf: new Date(testStart + step).toISOString(),
  });
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function loaded(): { store: Store<Machine>; runtime: MeasuredRuntime; live: LiveQueries<Machine> } {
  const runtime = new MeasuredRuntime({});
  const store = new Store<Machine>({ epoch: 'bench' });
  let ids = 0;
  const live = new LiveQueries<Machine>({
    store,
    tables: { machine: machineFields },
    runtime,
    newId: () => {
      ids += 1;
      return `q${ids}`;
    },
  });
  for (let n = 0; n < rowCount; n += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, rowCount - n) }, (_, k) => row(n + k, 0));
    store.apply(rows.map(resource => ({ op: 'upsert', resource })));
  }
  runtime.advance(1);
  return { store, runtime, live };
}

const sorts = ['name', '-cpu,name', 'status,name', '-memory,name'];

function open(rig: ReturnType<typeof loaded>, n: number): { frames: () => number } {
  const q = ['', 'status:running', 'cpu>50', 'tag:prod', 'web 7'][n % 5] ?? '';
  const spec = {
    type: 'rows' as const,
    topic: 'machine',
    q: n < 5 ? q : `${q} cpu>${n % 90}`,
    sort: sorts[n % sorts.length] ?? 'name',
    window: { offset: 0, limit: 50 },
  };
  const result = rig.live.open(spec, admin);
  if (!result.ok) throw new Error('The benchmark asks what cannot be asked.');
  let frames = 0;
  result.query.attach(() => {
    frames += 1;
  });
  return { frames: () => frames };
}

/** Microseconds of work for one change: ten seconds at 200 changes a second, in batches of 10 each 50 ms. */
function changeCost(queries: number): Record<string, number> {
  const rig = loaded();
  const opened = Array.from({ length: queries }, (_, n) => open(rig, n));
  rig.runtime.advance(10);
  const framesBefore = opened.reduce((sum, query) => sum + query.frames(), 0);
  rig.runtime.slices.length = 0;
  const changes = 2_000;
  let work = 0;
  for (let step = 0; step < changes; step += 10) {
    const batch = Array.from({ length: 10 }, (_, k) => row(Math.floor(random() * rowCount), step + k + 1));
    const start = performance.now();
    rig.store.apply(batch.map(resource => ({ op: 'upsert', resource })));
    rig.runtime.advance(50);
    work += performance.now() - start;
  }
  const frames = opened.reduce((sum, query) => sum + query.frames(), 0) - framesBefore;
  return {
    queries,
    microsecondsPerChange: Math.round((work / changes) * 1_000),
    percentOfACoreAt200PerSecond: Math.round((work / changes) * 200) / 10,
    framesPerSecond: Math.round(frames / 10),
    ...sliceLengths(rig.runtime.slices),
  };
}

function sliceLengths(slices: readonly number[]): Record<string, number> {
  const sorted = slices.toSorted((a, b) => a - b);
  const at = (fraction: number) =>
    Math.round((sorted[Math.floor((sorted.length - 1) * fraction)] ?? 0) * 10) / 10;
  return { slices: sorted.length, medianSliceMs: at(0.5), sliceP95Ms: at(0.95), longestSliceMs: at(1) };
}

/** A first result, alone: the order has to be made, or stands already. */
function firstResult(): Record<string, number | string>[] {
  const rig = loaded();
  return ['', 'cpu>50', 'status:running web'].flatMap(q =>
    ['name', '-cpu,name'].map(sort => {
      rig.runtime.slices.length = 0;
      const start = performance.now();
      const result = rig.live.open(
        { type: 'rows', topic: 'machine', q, sort, window: { offset: 0, limit: 50 } },
        admin,
      );
      if (result.ok) result.query.attach(() => undefined);
      rig.runtime.advance(10);
      const { slices } = rig.runtime;
      return { q, sort, ms: Math.round(performance.now() - start), ...sliceLengths(slices) };
    }),
  );
}

function memory(): Record<string, number> {
  const before = heapBytes();
  const rows = Array.from({ length: rowCount }, (_, n) => row(n, 0));
  const withRows = heapBytes();
  const store = new Store<Machine>({ epoch: 'bench' });
  store.apply(rows.map(resource => ({ op: 'upsert', resource })));
  const withStore = heapBytes();
  const live = new LiveQueries<Machine>({
    store,
    tables: { machine: machineFields },
    runtime: new VirtualRuntime({}),
    newId: () => 'q',
  });
  const kept = { rows, live };
  const per = (bytes: number) => Math.round(bytes / rowCount);
  return { rowItself: per(withRows - before), store: per(withStore - withRows), kept: kept.rows.length };
}

const result = {
  rows: rowCount,
  perChange: [1, 10, 100].map(changeCost),
  firstResult: firstResult(),
  heapBytesPerRow: globalThis.gc === undefined ? 'run with --expose-gc' : memory(),
};
console.log(JSON.stringify(result, null, 2));
