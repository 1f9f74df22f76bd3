import type { CreateControl, CreateRequest, CreateResult, Creator } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { allOrNothing, Undo } from '@orrery/provider-kit/undo.ts';
import { dockerCapabilities } from '../capabilities.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { createInstance } from './create-instance.ts';
import { createNetwork } from './create-network.ts';
import type { CreatorOptions, Making } from './making.ts';
import { resolveInstance, resolveNetwork } from './resolve.ts';

/** Makes containers and networks, whole or not at all. */
export class DockerCreator implements Creator {
  readonly #options: CreatorOptions;

  constructor(options: CreatorOptions) {
    this.#options = options;
  }

  async create(request: CreateRequest, control: CreateControl): Promise<CreateResult> {
    const { own, creations, inventory } = this.#options;
    const making = this.#begin(request, control);
    const ends = [creations.begin(request.operation)];
    const identified = async (id: string) => {
      const { kind } = request.creation;
      const causes = making.links.map(() => 'network.created');
      if (kind === 'network') ends.push(own.begin(id, request.operation, causes));
      await control.identified(id);
    };
    try {
      return await allOrNothing(making, () => this.#make({ ...making, control: { ...control, identified } }));
    } finally {
      inventory.flush();
      for (const end of ends) end();
    }
  }

  async resolve(request: CreateRequest, _handle: string | null, control: CreateControl): Promise<Resolution> {
    const { creation } = request;
    const making = this.#begin(request, control);
    try {
      if (creation.kind === 'instance') return await resolveInstance(making, creation.spec);
      if (creation.kind === 'network') return await resolveNetwork(making);
      return { state: 'not-started' };
    } finally {
      this.#options.inventory.flush();
    }
  }

  #make(making: Making): Promise<CreateResult> {
    const { creation } = making.request;
    if (creation.kind === 'instance') return createInstance(making, creation.spec);
    return createNetwork(making, networkSpec(creation));
  }

  #begin(request: CreateRequest, control: CreateControl): Making {
    return { ...this.#options, request, control, link: this.#linkFor(request), undo: new Undo() };
  }

  /** The engine that was chosen, or the first that answers. */
  #linkFor({ host }: CreateRequest): EngineLink {
    const { backend, links } = this.#options;
    const name = host === null ? null : nativeOf(backend, host);
    const known = links.filter(l => name === null || l.record?.name === name);
    const link = known.find(l => l.record?.lost === null);
    if (link) return link;
    if (known.length === 0 && links.every(l => l.record !== null))
      throw new ProviderError('resource.not-found', 'The host that was chosen is not of this backend');
    throw new ProviderError('backend.unavailable', 'Its host is out of reach now');
  }
}

function networkSpec(creation: CreateRequest['creation']) {
  if (creation.kind === 'network') return creation.spec;
  const reason = dockerCapabilities[`${creation.kind}.create`];
  throw new ProviderError('capability.missing', reason === true ? 'It cannot be made here' : reason);
}
