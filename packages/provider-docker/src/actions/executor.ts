import { type Call, missingAmong, nativeIn } from '@orrery/provider-kit/calls.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { ActionRequest } from '@orrery/provider-kit/action.ts';
import type { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { EngineApi } from '../engine/engine-api.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { locateInstance } from '../identity.ts';
import type { Registries } from '../images/registry-logins.ts';
import type { FleetInventory } from '../inventory/inventory.ts';
import { networkNative } from '../inventory/render-network.ts';
import { locateVolume } from './locate-volume.ts';

export interface ExecutorOptions {
  backend: string;
  clock: Clock;
  inventory: FleetInventory;
  links: readonly EngineLink[];
  own: OwnOperations;
  /** Logins of registries. */
  registries: Registries;
}

/** What all actions find what they are about with. */
export class Executor {
  readonly options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.options = options;
  }

  native(request: ActionRequest): string {
    return nativeIn(this.options.backend, request);
  }

  missing(request: ActionRequest): ProviderError {
    return missingAmong(request, this.options.links, 'engine');
  }

  /** Where the engine's own description of a resource is to be had. */
  locate(call: Call): { api: EngineApi; path: string } {
    const native = this.native(call.request);
    if (call.request.kind === 'volume') {
      const volume = locateVolume(this.options.links, native);
      if (!volume) throw this.missing(call.request);
      return { api: volume.link.live.work, path: `/volumes/${encodeURIComponent(volume.facts.name)}` };
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
}
