import type { PlaceHost, PlaceRequest } from '@orrery/balancer/placement/model.ts';
import { place } from '@orrery/balancer/placement/place.ts';
import type { MigrationCandidate, MigrationOptions } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { DirtyMeasurement } from '@orrery/migration-model/sample.ts';
import type { MeasuringTime, Migrator, Survey } from '@orrery/provider-kit/migrator.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { RequestError } from '../errors/request-error.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';
import { rows } from '../inventory/resource-row.ts';
import { iso } from '../inventory/runtime.ts';
import { placeHosts } from '../launch/host-view.ts';
import type { HeldReservation } from '../operations/reservation.ts';
import { GuestWriting } from './guest-writing.ts';
import { hostReasons, instanceReasons, placeReasons } from './host-rules.ts';
import { type JudgedWay, judgeWay, type MoveSettings } from './judged-way.ts';
import type { MoveHistory } from './move-history.ts';
import { recommend } from './recommend.ts';

export interface MoveOptionsContext {
  inventory: InventoryService;
  provider: (backend: string) => Provider | undefined;
  history: MoveHistory;
  reservations: () => Promise<readonly HeldReservation[]>;
  /** Instances on their way to a host, which are not in its sums yet. */
  coming: (host: string) => { vcpus: number; memoryMiB: number };
}

export interface JudgeRequest {
  settings: MoveSettings;
  measure: MeasuringTime;
  /** Only this one, or all of its cluster. */
  host: string | null;
  signal: AbortSignal;
}

/** Where an instance may move, with what a move there would be followed with. */
export interface JudgedMove {
  options: MigrationOptions;
  ways: ReadonlyMap<string, readonly JudgedWay[]>;
}

/** Says where instances can move to and what it costs, from what the back end knows and from Orrery's own rules. */
export class MoveOptions {
  readonly #context: MoveOptionsContext;
  readonly #writing: GuestWriting;

  constructor(context: MoveOptionsContext) {
    this.#context = context;
    this.#writing = new GuestWriting(() => context.inventory.runtime.now());
  }

  async judge(instance: Instance, request: JudgeRequest): Promise<JudgedMove> {
    const { inventory } = this.#context;
    const hosts = this.#hosts(instance, request.host);
    const survey = await this.#survey(instance, hosts, request);
    const dirtying = this.#writing.of(instance.id);
    const reservations = await this.#context.reservations();
    const views = this.#views(instance, reservations);
    const placing = placeRequest(instance);
    const ways = new Map<string, readonly JudgedWay[]>();
    const candidates = hosts.map(host => {
      const judged = this.#waysTo(instance, host, { survey, dirtying, views, placing, request });
      ways.set(host.id, judged);
      return candidateOf(host, judged);
    });
    const options: MigrationOptions = {
      instance: instance.id,
      fromHost: instance.host,
      candidates: recommend(candidates, placing, views),
      measuredAt: iso(inventory.runtime.now()),
      measurement: measurementOf({ dirtying, ways, refinable: this.#writing.couldBeBetter(instance) }),
    };
    return { options, ways };
  }

  /** All of its cluster, or of its back end where there are no clusters; without its own, unless it is asked for. */
  #hosts(instance: Instance, only: string | null): Host[] {
    const all = [...rows(this.#context.inventory.store, 'host')];
    if (only !== null) return all.filter(({ id }) => id === only);
    return all.filter(
      host =>
        host.backend === instance.backend &&
        host.id !== instance.host &&
        (instance.cluster === null || host.cluster === instance.cluster),
    );
  }

  async #survey(instance: Instance, hosts: readonly Host[], request: JudgeRequest): Promise<Survey> {
    const reachable = hosts.filter(host => hostReasons(instance, host).length === 0);
    const migrator = this.migrator(instance);
    if (request.measure === 'long') await this.#writing.lookLonger(instance, migrator);
    request.signal.throwIfAborted();
    const asked = {
      instance: instance.id,
      hosts: reachable.map(({ id }) => id),
      measure: request.measure === 'none' ? request.measure : this.#writing.timeFor(instance),
    };
    try {
      const survey = await migrator.survey(asked, request.signal);
      this.#writing.learn(instance.id, survey.dirtying);
      return survey;
    } catch (error) {
      throw surveyError(error);
    }
  }

  /** Hosts of a back end as placement sees them now, those that moves are on their way to included. */
  async targets(backend: string | null): Promise<PlaceHost[]> {
    const reservations = await this.#context.reservations();
    const views = this.#views({ project: null, name: '', tags: [] }, reservations);
    return [...views.values()].filter(view => view.backend === backend);
  }

  migrator({ backend }: Pick<Instance, 'backend'>): Migrator {
    const provider = backend === null ? undefined : this.#context.provider(backend);
    if (provider === undefined)
      throw new RequestError('backend.unavailable', 'Its back end is not configured any more');
    if (provider.migrator === undefined)
      throw new RequestError('capability.missing', 'Its back end moves nothing between hosts');
    return provider.migrator;
  }

  #views(
    instance: Pick<Instance, 'project' | 'name' | 'tags'>,
    reservations: readonly HeldReservation[],
  ): Map<string, PlaceHost> {
    const { inventory, coming } = this.#context;
    const views = placeHosts(inventory, {
      project: instance.project,
      names: new Set([instance.name]),
      group: groupOf(instance),
      reservations,
      capability: 'instance.migrate',
    });
    return new Map(
      views.map(view => {
        const more = coming(view.id);
        const promised = {
          vcpus: view.promised.vcpus + more.vcpus,
          memoryMiB: view.promised.memoryMiB + more.memoryMiB,
        };
        return [view.id, { ...view, promised }];
      }),
    );
  }

  #waysTo(
    instance: Instance,
    host: Host,
    {
      survey,
      dirtying,
      views,
      placing,
      request,
    }: {
      survey: Survey;
      dirtying: readonly DirtyMeasurement[];
      views: ReadonlyMap<string, PlaceHost>;
      placing: PlaceRequest;
      request: JudgeRequest;
    },
  ): JudgedWay[] {
    const view = views.get(host.id);
    const refusals =
      view && host.id !== instance.host
        ? (place(placing, [view], { random: () => 0 }).verdicts[0]?.refusals ?? [])
        : [];
    const general = [...instanceReasons(instance), ...hostReasons(instance, host)];
    const surveyed = survey.hosts.find(found => found.host === host.id)?.ways ?? unsurveyed(instance);
    const { history } = this.#context;
    return surveyed.map(way =>
      judgeWay(way, {
        survey,
        dirtying,
        settings: request.settings,
        learned: history.route(instance.host, host.id),
        past: history.past(instance.backend ?? ''),
        reasons: once([...general, ...placeReasons(refusals, instance)], way.reasons),
      }),
    );
  }
}

/** The back end says the same with better figures: then it is not said twice. */
const once = <R extends { code: string }>(general: readonly R[], own: readonly { code: string }[]): R[] =>
  general.filter(({ code }) => !own.some(said => said.code === code));

/** Where the host was not asked about, the reasons against it stand alone, on the way that is usual. */
function unsurveyed(instance: Instance): Survey['hosts'][number]['ways'] {
  const methods: MigrationMethod[] = instance.instanceKind === 'container' ? ['relocation'] : ['live'];
  return methods.map(method => ({
    method,
    reasons: [],
    settings: [],
    offers: [],
    diskBytes: 0,
    bandwidth: null,
    downtimeMs: null,
    relocation: null,
  }));
}

function candidateOf(host: Host, judged: readonly JudgedWay[]): MigrationCandidate {
  const ways = judged.map(({ way }) => way);
  return {
    host: host.id,
    hostName: host.name,
    allowed: ways.some(({ allowed }) => allowed),
    recommended: false,
    recommendedMethod: null,
    why: null,
    score: null,
    ways,
  };
}

/** Networks and volumes are for the back end to say: it knows what the instance really hangs on. */
export function placeRequest(instance: Instance): PlaceRequest {
  const group = groupOf(instance);
  return {
    name: instance.name,
    kind: instance.instanceKind,
    vcpus: instance.vcpus,
    memoryMiB: instance.memoryMiB,
    diskBytes: 0,
    architecture: instance.architecture,
    zone: null,
    host: null,
    backend: instance.backend,
    // Of the wish only the group is kept, on the back end: to keep apart is the safe reading, and only a warning.
    group: group === null ? null : { name: group, policy: 'apart' },
    reach: [],
  };
}

export function groupOf({ tags }: Pick<Instance, 'tags'>): string | null {
  const tag = tags.find(text => text.startsWith('group:'));
  return tag === undefined ? null : tag.slice('group:'.length);
}

function measurementOf({
  dirtying,
  ways,
  refinable,
}: {
  dirtying: readonly DirtyMeasurement[];
  ways: JudgedMove['ways'];
  refinable: boolean;
}): MigrationOptions['measurement'] {
  const bandwidths = [...ways.values()].flat().flatMap(({ basis }) => basis.plan.expectedBandwidth ?? []);
  if (dirtying.length === 0 && bandwidths.length === 0) return null;
  const shortest = dirtying.toSorted((a, b) => a.windowSeconds - b.windowSeconds)[0];
  return {
    dirtyRate: shortest?.bytesPerSecond ?? null,
    workingSetBytes: null,
    windows: dirtying.map(({ windowSeconds }) => windowSeconds),
    refinable,
    bandwidth: bandwidths.length === 0 ? null : Math.max(...bandwidths),
  };
}

/** The survey asks a back end: what goes wrong there is said as such, and is no fault of the request. */
function surveyError(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  switch (error.code) {
    case 'backend.unavailable':
    case 'backend.timeout':
    case 'capability.missing':
    case 'resource.not-found':
      return new RequestError(error.code, error.message, { cause: error });
    case 'cancelled':
      return new RequestError('backend.timeout', 'The back end did not say in time where it can move');
    case 'internal':
      return error;
    default:
      return new RequestError('action.refused', error.message, {
        cause: error,
        reasons: [{ code: error.reason ?? error.code, message: error.message }],
      });
  }
}
