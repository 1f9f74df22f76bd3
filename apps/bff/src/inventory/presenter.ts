import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Viewer } from '../authz/viewer.ts';
import { actionsOf, type BackendFacts } from './actions-of.ts';
import type { MetricHistory } from './metric-history.ts';
import { publicArgs, publicError } from './operation-texts.ts';
import type { InventoryRuntime } from './runtime.ts';

/** Points of a sparkline in a row: the last half hour. */
const trendPoints = 30;

/** `list`: one row among others. `detail`: the one resource that was asked for. */
export type Depth = 'list' | 'detail';

export interface Shape {
  depth: Depth;
  /** What will be looked at; nothing else need be made. */
  fields?: readonly string[] | undefined;
}

/** Turns a held row into what one viewer gets. Called for rows that are sent, never for those that are only counted. */
export class Presenter {
  readonly #backends: BackendFacts;
  readonly #history: MetricHistory;
  readonly #runtime: InventoryRuntime;

  constructor(options: { backends: BackendFacts; history: MetricHistory; runtime: InventoryRuntime }) {
    this.#backends = options.backends;
    this.#history = options.history;
    this.#runtime = options.runtime;
  }

  present<R extends Resource>(
    viewer: Viewer,
    resource: R,
    { depth, fields }: Shape = { depth: 'detail' },
  ): R {
    const actions = actionsOf(resource, { principal: viewer.principal, backends: this.#backends });
    const shown = { ...concealed(viewer, resource), actions };
    // One entry a connection: 500 hosts take 69 kB, and change all the time.
    if (resource.kind === 'backend' && depth === 'list') return { ...shown, parts: [] };
    if (resource.kind !== 'instance' && resource.kind !== 'host') return shown;
    if (fields !== undefined && !fields.includes('cpuTrend')) return shown;
    const at = { nowMs: this.#runtime.now(), points: trendPoints };
    const cpuTrend = this.#history.trend(resource.id, 'cpuPercent', at);
    return cpuTrend ? { ...shown, cpuTrend } : shown;
  }
}

/** Words of a backend may name hosts: without the topology one gets Orrery's own words. */
function concealed<R extends Resource>(viewer: Viewer, resource: R): R {
  const shown = viewer.scope.conceal(resource);
  if (viewer.scope.fleet || shown.kind !== 'operation') return shown;
  const { args, error } = shown;
  const own = new Set<unknown>(viewer.principal.memberships.map(({ project }) => project));
  return {
    ...shown,
    args: publicArgs(args, project => own.has(project)),
    message: null,
    error: error && publicError(error),
  };
}
