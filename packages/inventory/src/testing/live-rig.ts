import { LiveQueries, type LiveTiming } from '../live/live-queries.ts';
import type { AggregateSpec, LiveFrame, LiveQuery, RowsSpec, Scope } from '../live/types.ts';
import { compileQuery } from '../query/compile.ts';
import { parseQuery } from '../query/parse.ts';
import { parseSort } from '../query/sort.ts';
import { rounder } from '../live/sketch.ts';
import { compareResources } from '../live/sort-keys.ts';
import { namesIn } from '../store/names-in.ts';
import { Store } from '../store/store.ts';
import { adminScope, type Machine, machineFields } from './machine.ts';
import { VirtualRuntime } from './virtual-runtime.ts';

/** A store, live queries over it and virtual time. */
export interface LiveRig {
  readonly runtime: VirtualRuntime;
  readonly store: Store<Machine>;
  readonly live: LiveQueries<Machine>;
}

export function liveRig(
  options: { lookCostMs?: number; timing?: Partial<LiveTiming>; epoch?: string } = {},
): LiveRig {
  const runtime = new VirtualRuntime({ lookCostMs: options.lookCostMs ?? 0.01 });
  const store = new Store<Machine>({ epoch: options.epoch ?? 'e1' });
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `q${ids}`;
  };
  const live = new LiveQueries<Machine>({
    store,
    tables: { machine: machineFields },
    runtime,
    newId,
    nameOf: ({ name }) => name,
    timing: options.timing ?? {},
  });
  return { runtime, store, live };
}

export function rowsSpec(change: Partial<RowsSpec> = {}): RowsSpec {
  return { type: 'rows', topic: 'machine', q: '', sort: 'name', window: { offset: 0, limit: 10 }, ...change };
}

export function aggregateSpec(change: Partial<AggregateSpec> = {}): AggregateSpec {
  return { type: 'aggregate', topic: 'machine', q: '', groupBy: null, sums: [], ...change };
}

/** Opens a query that must be right. */
export function opened(
  rig: LiveRig,
  spec: RowsSpec | AggregateSpec,
  scope: Scope<Machine> = adminScope,
): LiveQuery<Machine> {
  const result = rig.live.open(spec, scope);
  if (!result.ok) throw new Error(result.problems.map(problem => problem.message).join(' '));
  return result.query;
}

/** All frames that one listener got. */
export function recorded(query: LiveQuery<Machine>): { frames: LiveFrame<Machine>[]; leave: () => void } {
  const frames: LiveFrame<Machine>[] = [];
  const leave = query.attach(frame => frames.push(frame));
  return { frames, leave };
}

/** What the query must show, computed from scratch. */
export function freshRows(
  rig: LiveRig,
  spec: RowsSpec,
  scope: Scope<Machine>,
): { rows: Machine[]; total: number } {
  const now = () => rig.runtime.now();
  const nameOf = namesIn(rig.store, { sees: row => scope.sees(row), nameOf: ({ name }) => name });
  const { hides } = scope;
  const compiled = compileQuery(parseQuery(spec.q), { table: machineFields, hides, now, nameOf });
  const { columns } = parseSort(spec.sort, machineFields, scope.hides);
  const matching = [...rig.store.all('machine')]
    .filter(row => scope.sees(row))
    .map(row => scope.project(row))
    .filter(row => compiled.matches(row))
    .sort(compareResources(columns));
  const { offset, limit } = spec.window;
  const rows = matching.slice(offset, offset + limit).map(rounder<Machine>(spec.sketch));
  return { rows, total: matching.length };
}
