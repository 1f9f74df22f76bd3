import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { OutsideMove } from '@orrery/provider-kit/migrator.ts';
import type { InventorySink } from '@orrery/provider-kit/sink.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import type { DataCentreListener, SimEvent } from './data-centre-listener.ts';
import { hostOf } from './reach.ts';
import { mapContext } from './map/context.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { toReported } from './map/resources.ts';
import type { MoveOutcome, SimMove } from './migration/sim-move.ts';
import type { SimHost, SimResource } from './world/model.ts';

interface ChannelOptions {
  dataCentre: SimulatedDataCentre;
  clock: Clock;
  backend: string;
  sink: InventorySink;
  onReach: (host: SimHost) => void;
}

const users = { outside: 'root@ops-1', balancer: 'cluster balancer' } as const;

function outsideMove(backend: string, move: SimMove, now: number): OutsideMove {
  const { instance, to, startedBy } = move.order;
  const by = startedBy === 'balancer' ? 'balancer' : 'outside';
  return {
    ...move.report(now),
    id: idOf(backend, move.id),
    instance: idOf(backend, instance.native),
    method: move.method,
    fromHost: idOf(backend, move.from.native),
    toHost: idOf(backend, to.native),
    startedBy: by,
    by: users[by],
    startedAt: new Date(move.startedAt).toISOString(),
    ended: move.outcome && endOf(move.outcome, now),
  };
}

function endOf(outcome: MoveOutcome, now: number): OutsideMove['ended'] {
  const at = new Date(now).toISOString();
  if (outcome.state === 'succeeded') return { state: 'succeeded', message: null, at };
  const { code, message } = outcome.error;
  return { state: code === 'cancelled' ? 'cancelled' : 'failed', message, at };
}

/** Counts of hosts, clusters and networks follow their instances after this pause, once for many changes. */
const followMs = 200;

/** Turns what the data centre tells into calls of the sink, as one push connection would. */
export class PushChannel {
  readonly #options: ChannelOptions;
  readonly #followers = new Set<SimResource>();
  #cancelFollow: (() => void) | null = null;

  constructor(options: ChannelOptions) {
    this.#options = options;
  }

  open(): () => void {
    const listener: DataCentreListener = {
      changed: resource => this.#changed(resource),
      removed: resources => this.#removed(resources),
      event: event => this.#event(event),
      reach: host => {
        this.#options.onReach(host);
        this.#follow(host, host.cluster);
      },
      moved: move =>
        this.#options.sink.move?.(outsideMove(this.#options.backend, move, this.#options.clock.now())),
    };
    const close = this.#options.dataCentre.listen(listener);
    return () => {
      close();
      this.#cancelFollow?.();
    };
  }

  #changed(resource: SimResource): void {
    // Nothing comes through a cut connection; the list that follows its return makes up for it.
    if (resource.kind !== 'host' && hostOf(resource)?.reachable === false) return;
    this.#upsert([resource], 'event');
    this.#followersOf(resource);
  }

  #removed(resources: readonly SimResource[]): void {
    const seen = resources.filter(r => hostOf(r)?.reachable !== false);
    if (seen.length === 0) return;
    this.#options.sink.remove(seen.map(r => idOf(this.#options.backend, r.native)));
    for (const resource of seen) this.#followersOf(resource);
  }

  #upsert(resources: Iterable<SimResource>, source: 'event' | 'derived'): void {
    const { backend, clock, sink } = this.#options;
    const context = mapContext(backend, clock.now(), source);
    sink.upsert(Array.from(resources, r => toReported(r, context)));
  }

  #event(event: SimEvent): void {
    if (event.host?.reachable === false && event.target.kind !== 'host') return;
    const { backend, sink } = this.#options;
    sink.event({
      type: event.type,
      severity: event.severity,
      message: event.message,
      targetKind: event.target.kind,
      target: idOf(backend, event.target.native),
      targetName: event.target.name,
      host: event.host ? idOf(backend, event.host.native) : null,
      at: new Date(event.at).toISOString(),
      ...(event.operation === null ? {} : { operation: event.operation }),
    });
  }

  #followersOf(resource: SimResource): void {
    if (resource.kind === 'instance')
      this.#follow(resource.host, resource.host.cluster, ...resource.networks);
    if (resource.kind === 'volume') this.#follow(resource.pool);
  }

  #follow(...resources: SimResource[]): void {
    for (const resource of resources) this.#followers.add(resource);
    this.#cancelFollow ??= this.#options.clock.after(followMs, () => {
      this.#cancelFollow = null;
      // Clusters last: they sum what was counted for their hosts.
      const rank = ({ kind }: SimResource) => (kind === 'cluster' ? 1 : 0);
      this.#upsert(
        [...this.#followers].sort((a, b) => rank(a) - rank(b)),
        'derived',
      );
      this.#followers.clear();
    });
  }
}
