import type { Clock } from '@orrery/provider-kit/clock.ts';
import type {
  ActionControl,
  ActionRequest,
  ActionResult,
  Resolution,
} from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { EventLog } from '@orrery/provider-kit/event-log.ts';
import type { HostLink } from '../host/host-link.ts';
import { readOneDomain } from '../host/read-domains.ts';
import { idOf, nativeOf } from '../ids.ts';
import type { ClusterInventory } from '../inventory/inventory.ts';
import { isActive } from '../map/power.ts';
import { isMigrating } from '../inventory/placement.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { InstanceJob, Job } from './job.ts';
import { actOnNetwork, resolveNetwork } from './on-network.ts';
import { actOnPool, resolvePool } from './on-storage.ts';
import { actOnVolume, resolveVolume } from './on-volume.ts';
import { actOnSnapshot, resolveSnapshot } from './on-snapshot.ts';
import { instanceActionTable } from './table.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';

const readDeadlineMs = 15_000;

export interface ExecutorOptions {
  backend: string;
  clock: Clock;
  inventory: ClusterInventory;
  links: readonly HostLink[];
  own: OwnOperations;
  events: EventLog;
}

export interface Call {
  request: ActionRequest;
  args: Record<string, unknown>;
  control: ActionControl;
}

/** Finds what an action is about, does it, and afterwards reads it anew. */
export class Executor {
  readonly options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  act(call: Call): Promise<ActionResult> {
    switch (call.request.kind) {
      case 'instance':
        return this.#onInstance(call);
      case 'snapshot':
        return actOnSnapshot(this, call);
      case 'storage-pool':
        return actOnPool(this, call);
      case 'network':
        return actOnNetwork(this, call);
      case 'volume':
        return actOnVolume(this, call);
      default:
        throw new ProviderError('capability.missing', `There are no actions on a ${call.request.kind}`);
    }
  }

  resolve(call: Call): Promise<Resolution> {
    switch (call.request.kind) {
      case 'instance':
        return this.#resolveInstance(call);
      case 'snapshot':
        return resolveSnapshot(this, call);
      case 'storage-pool':
        return resolvePool(this, call);
      case 'network':
        return resolveNetwork(this, call);
      case 'volume':
        return resolveVolume(this, call);
      default:
        return Promise.resolve({
          state: 'unknown',
          message: `There are no actions on a ${call.request.kind}`,
        });
    }
  }

  native({ id, kind }: ActionRequest): string {
    const native = nativeOf(this.options.backend, id);
    if (native === null)
      throw new ProviderError('resource.not-found', `${kind} ${id} belongs to another backend`);
    return native;
  }

  /** Nothing is known of it: it is nowhere, or on a host that is out of reach. */
  missing({ kind, id }: ActionRequest): ProviderError {
    const lost = this.options.links.filter(link => link.record === null || link.record.lost !== null);
    if (lost.length === 0) return new ProviderError('resource.not-found', `There is no ${kind} ${id}`);
    const where = `${lost.length} of ${this.options.links.length} hosts do not`;
    return new ProviderError('backend.unavailable', `${kind} ${id} is on no host that answers; ${where}`);
  }

  linkOf(host: string): HostLink {
    const link = this.options.links.find(l => l.record?.name === host);
    if (!link) throw new ProviderError('backend.unavailable', 'Its host is out of reach now');
    return link;
  }

  async job(link: HostLink, { request, control }: Call): Promise<Job> {
    const { backend, clock, inventory, links } = this.options;
    const connection = await link.work();
    return {
      backend,
      request,
      control,
      clock,
      link,
      connection,
      inventory,
      others: () => links.filter(l => l !== link),
    };
  }

  /** A domain as it is now, with all that it takes to act on it. */
  async instanceJob(uuid: string, call: Call): Promise<InstanceJob> {
    const copy = this.options.inventory.primary(uuid);
    if (!copy) throw this.missing(call.request);
    const job = await this.job(this.linkOf(copy.host.name), call);
    const reading = {
      seen: { asOf: copy.facts.asOf, source: 'poll' as const },
      options: { signal: call.control.signal, deadlineMs: readDeadlineMs },
    };
    const facts = await readOneDomain(job.connection, copy.facts.ref, reading);
    if (!facts) throw new ProviderError('resource.not-found', `Instance ${copy.facts.ref.name} is gone`);
    return { ...job, ref: facts.ref, facts };
  }

  /** Runs in the name of the operation, so that the events it causes are told as its own. */
  async inItsName<T>(request: ActionRequest, causes: readonly string[], run: () => Promise<T>): Promise<T> {
    const end = this.options.own.begin(request.id, request.operation, causes);
    try {
      return await run();
    } finally {
      end();
    }
  }

  /** Reads a domain anew and tells it, so that it is right when the operation ends. */
  async reread(job: InstanceJob): Promise<void> {
    await job.link.live.reader.domain(job.ref, 'event');
    this.options.inventory.flush();
  }

  async #onInstance(call: Call): Promise<ActionResult> {
    const { request, args, control } = call;
    const job = await this.instanceJob(this.native(request), call);
    const action = instanceActionTable[request.action];
    if (!action)
      throw new ProviderError('capability.missing', `There is no action ${request.action} on an instance`);
    const { backend, inventory } = this.options;
    const migrating = isMigrating(inventory.copies(job.ref.uuid));
    checkState(
      request,
      renderInstance(backend, { host: job.link.live.reader.record, facts: job.facts, migrating }),
    );
    control.progress({ phase: action.phase });
    return this.inItsName(request, action.causes, async () => {
      try {
        const message = await action.run(job, args);
        if (isSilent(job)) this.#tellChange(job);
        if (request.action === 'snapshot') this.tellSnapshot(job, String(args['name']), 'snapshot.created');
        return message === undefined ? {} : { message };
      } finally {
        // Also after a failure: part of it may be done.
        await this.reread(job).catch(() => undefined);
      }
    });
  }

  #tellChange({ request, ref, link }: InstanceJob): void {
    const fact = { type: 'instance.changed', severity: 'info' as const, message: 'Its definition changed' };
    const host = idOf(this.options.backend, link.name);
    this.options.events.report({ kind: 'instance', id: request.id, name: ref.name, host, fact });
  }

  tellSnapshot({ request, ref, link }: InstanceJob, name: string, type: string): void {
    const words: Readonly<Record<string, string>> = {
      'snapshot.created': 'taken',
      'snapshot.deleted': 'deleted',
    };
    const message = `Snapshot ${name} ${words[type] ?? 'reverted to'}`;
    const host = idOf(this.options.backend, link.name);
    const fact = { type, severity: 'info' as const, message };
    this.options.events.report({ kind: request.kind, id: request.id, name: ref.name, host, fact });
  }

  async #resolveInstance(call: Call): Promise<Resolution> {
    const { request, args } = call;
    const action = instanceActionTable[request.action];
    try {
      const job = await this.instanceJob(this.native(request), call);
      const reached = action?.reached(job.facts, args, job) ?? null;
      if (reached === null)
        return {
          state: 'unknown',
          message: 'It leaves no trace by which one could tell whether it was done',
        };
      return reached ? { state: 'succeeded' } : { state: 'not-started' };
    } catch (error) {
      if (!(error instanceof ProviderError) || error.code !== 'resource.not-found') throw error;
      return this.#resolveGone(call);
    }
  }

  /** A transient instance is gone once stopped; a deleted one is gone, but its volumes may not be. */
  #resolveGone({ request, args }: Call): Resolution {
    const ends = ['delete', 'stop', 'forceStop'];
    if (!ends.includes(request.action))
      return { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' };
    const before = request.before['volumes'];
    const left =
      args['withVolumes'] === true && Array.isArray(before) ? before.filter(id => this.#hasVolume(id)) : [];
    if (left.length === 0) return { state: 'succeeded' };
    return {
      state: 'failed',
      code: 'backend.refused',
      message: `The instance is gone, but ${left.length} of its volumes are not`,
    };
  }

  #hasVolume(id: unknown): boolean {
    const native = typeof id === 'string' ? nativeOf(this.options.backend, id) : null;
    return native !== null && this.options.links.some(link => link.hasVolume(native));
  }
}

/** Changes that libvirt announces by no event: never, or not while the domain is off. */
const silent = new Set(['resize', 'autostart']);
const silentWhenOff = new Set(['attachVolume', 'detachVolume', 'attachNetwork', 'detachNetwork']);
const isSilent = ({ request, facts }: InstanceJob): boolean =>
  silent.has(request.action) || (silentWhenOff.has(request.action) && !isActive(facts.state));
