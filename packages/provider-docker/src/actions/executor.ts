import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type {
  ActionControl,
  ActionRequest,
  ActionResult,
  Resolution,
} from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { EngineApi } from '../engine/engine-api.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { nativeOf } from '../ids.ts';
import type { Registries } from '../images/registry-logins.ts';
import { locateInstance } from '../identity.ts';
import type { FleetInventory } from '../inventory/inventory.ts';
import { renderInstance } from '../inventory/render-instance.ts';
import { networkNative } from '../inventory/render-network.ts';
import { definitionActions } from './instance-definition.ts';
import { deleteAction } from './instance-delete.ts';
import { imageAction } from './instance-image.ts';
import { networkActions } from './instance-networks.ts';
import { powerActions } from './instance-power.ts';
import type { InstanceAction, InstanceJob } from './job.ts';
import { actOnHost, resolveHost } from './on-host.ts';
import { actOnImage, resolveImage } from './on-image.ts';
import { actOnNetwork, resolveNetwork } from './on-network.ts';
import { actOnPool, resolvePool } from './on-pool.ts';
import { actOnVolume, findVolume, resolveVolume } from './on-volume.ts';

export interface ExecutorOptions {
  backend: string;
  clock: Clock;
  inventory: FleetInventory;
  links: readonly EngineLink[];
  own: OwnOperations;
  /** Logins of registries. */
  registries: Registries;
}

export interface Call {
  request: ActionRequest;
  args: Record<string, unknown>;
  control: ActionControl;
}

const instanceActions: Readonly<Record<string, InstanceAction>> = {
  ...powerActions,
  ...definitionActions,
  ...networkActions,
  delete: deleteAction,
  createImage: imageAction,
};

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
      case 'host':
        return actOnHost(this, call);
      case 'image':
        return actOnImage(this, call);
      case 'volume':
        return actOnVolume(this, call);
      case 'network':
        return actOnNetwork(this, call);
      case 'storage-pool':
        return actOnPool(this, call);
      default:
        throw new ProviderError('capability.missing', `There are no actions on a ${call.request.kind}`);
    }
  }

  resolve(call: Call): Promise<Resolution> {
    switch (call.request.kind) {
      case 'instance':
        return this.#resolveInstance(call);
      case 'host':
        return resolveHost(this, call);
      case 'image':
        return resolveImage(this, call);
      case 'volume':
        return resolveVolume(this, call);
      case 'network':
        return resolveNetwork(this, call);
      case 'storage-pool':
        return resolvePool(this, call);
      default:
        throw new ProviderError('capability.missing', `There are no actions on a ${call.request.kind}`);
    }
  }

  native({ id, kind }: ActionRequest): string {
    const native = nativeOf(this.options.backend, id);
    if (native === null)
      throw new ProviderError('resource.not-found', `${kind} ${id} belongs to another backend`);
    return native;
  }

  /** Nothing is known of it: it is nowhere, or on an engine that is out of reach. */
  missing({ kind, id }: ActionRequest): ProviderError {
    const { links } = this.options;
    const lost = links.filter(link => link.record === null || link.record.lost !== null);
    if (lost.length === 0) return new ProviderError('resource.not-found', `There is no ${kind} ${id}`);
    const where = `${lost.length} of ${links.length} engines do not`;
    return new ProviderError('backend.unavailable', `${kind} ${id} is on no engine that answers; ${where}`);
  }

  /** Where the engine's own description of a resource is to be had. */
  locate(call: Call): { api: EngineApi; path: string } {
    const native = this.native(call.request);
    if (call.request.kind === 'volume') {
      const { link, facts } = findVolume(this, call);
      return { api: link.live.work, path: `/volumes/${encodeURIComponent(facts.name)}` };
    }
    const image = /^img:(.*)$/.exec(native)?.[1] ?? '';
    const instance = locateInstance(this.options.links, native);
    if (instance) return { api: instance.place.live.work, path: `/containers/${instance.facts.id}/json` };
    for (const link of this.options.links) {
      const network = [...(link.record?.networks.values() ?? [])].find(n => networkNative(n) === native);
      if (network) return { api: link.live.work, path: `/networks/${network.id}` };
      if (link.record?.images.has(image)) return { api: link.live.work, path: `/images/${image}/json` };
    }
    throw this.missing(call.request);
  }

  /** A container as it is now, with all that it takes to act on it. */
  async #job(native: string, { request, control }: Call): Promise<InstanceJob> {
    const found = locateInstance(this.options.links, native);
    if (!found) throw this.missing(request);
    const { place: link } = found;
    const { id } = found.facts;
    const { work: api, reader } = link.live;
    await reader.container(id, 'event');
    const facts = reader.record.containers.get(id);
    if (!facts) throw new ProviderError('resource.not-found', `Instance ${request.id} is gone`);
    const { backend, clock } = this.options;
    const { links } = this.options;
    return { backend, request, control, clock, link, links, api, facts, path: `/containers/${id}` };
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

  async #onInstance(call: Call): Promise<ActionResult> {
    const { request, args, control } = call;
    const job = await this.#job(this.native(request), call);
    const action = instanceActions[request.action];
    if (!action)
      throw new ProviderError('capability.missing', `There is no action ${request.action} on an instance`);
    const { reader } = job.link.live;
    checkState(request, renderInstance(this.options.backend, reader.record, job.facts));
    control.progress({ phase: action.phase });
    return this.inItsName(request, action.causes, async () => {
      try {
        const message = await action.run(job, args);
        return message === undefined ? {} : { message };
      } finally {
        // Also after a failure: part of it may be done.
        await reader.container(job.facts.id, 'event').catch(() => undefined);
        if (request.action === 'delete') await reader.volumes('event').catch(() => undefined);
        this.options.inventory.flush();
      }
    });
  }

  async #resolveInstance(call: Call): Promise<Resolution> {
    const { request, args } = call;
    try {
      const job = await this.#job(this.native(request), call);
      const reached = instanceActions[request.action]?.reached(job, args) ?? null;
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

  /** One that is deleted when it ends is gone once stopped; a deleted one is gone, but its volumes may not be. */
  async #resolveGone({ request, args }: Call): Promise<Resolution> {
    const ends = ['delete', 'stop', 'forceStop'];
    if (!ends.includes(request.action))
      return { state: 'failed', code: 'resource.not-found', message: 'The instance is gone' };
    const before = request.before['volumes'];
    if (args['withVolumes'] !== true || !Array.isArray(before)) return { state: 'succeeded' };
    for (const { live } of this.options.links.filter(l => l.record?.lost === null))
      await live.reader.volumes('poll');
    const left = before.filter(id => typeof id === 'string' && this.#isUnusedVolume(id));
    if (left.length === 0) return { state: 'succeeded' };
    const message = `The instance is gone, but ${left.length} of its volumes are not`;
    return { state: 'failed', code: 'backend.refused', message };
  }

  /** There, and needed by nobody: what others use was meant to stay. */
  #isUnusedVolume(id: string): boolean {
    const control = { signal: new AbortController().signal, progress: () => {}, bind: async () => {} };
    const request: ActionRequest = { operation: '', kind: 'volume', id, action: '', args: {}, before: {} };
    try {
      const { link, facts } = findVolume(this, { request, args: {}, control });
      const containers = [...(link.record?.containers.values() ?? [])];
      return !containers.some(c => c.mounts.some(m => m.volume === facts.name));
    } catch {
      return false;
    }
  }
}
