import type { CreateControl, CreateRequest, CreateResult } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { allOrNothing, Undo } from '@orrery/provider-kit/undo.ts';
import { createInstance } from './create-instance.ts';
import { createNetwork, resolveNetwork } from './create-network.ts';
import { createVolume, resolveVolume } from './create-volume.ts';
import type { CreatorOptions, Making } from './making.ts';
import { resolveInstance } from './resolve-instance.ts';

/** What each creation makes happen, in vCenter's events. */
const causes = {
  instance: ['instance.created', 'instance.changed', 'instance.started'],
  volume: [],
  network: [],
} as const;

/** Makes instances from templates, first-class disks and port groups, whole or not at all. */
export class VsphereCreator {
  readonly #options: CreatorOptions;
  /** Kinds and names of what is being made: vCenter may not know them yet. */
  readonly #underWay = new Set<string>();

  constructor(options: CreatorOptions) {
    this.#options = options;
  }

  async create(request: CreateRequest, control: CreateControl): Promise<CreateResult> {
    const { own, creations } = this.#options;
    const { creation } = request;
    const key = `${creation.kind}/${creation.spec.name}`;
    if (this.#underWay.has(key))
      throw new ProviderError('backend.refused', `Another ${creation.kind} of this name is being made`, {
        advice: 'Choose another name',
      });
    this.#underWay.add(key);
    const ends = [creations.begin(request.operation)];
    const identified = async (id: string) => {
      ends.push(own.begin(id, request.operation, causes[creation.kind]));
      await control.identified(id);
    };
    try {
      const making = this.#begin(request, { ...control, identified });
      return await allOrNothing(making, () => make(making));
    } finally {
      this.#underWay.delete(key);
      for (const end of ends) end();
    }
  }

  async resolve(request: CreateRequest, handle: string | null, control: CreateControl): Promise<Resolution> {
    const end = this.#options.creations.begin(request.operation);
    const making = this.#begin(request, control);
    const { creation } = request;
    try {
      if (creation.kind === 'instance') return await resolveInstance(making, creation.spec, handle);
      if (creation.kind === 'network') return await resolveNetwork(making, handle);
      return await resolveVolume(making, creation.spec, handle);
    } finally {
      end();
    }
  }

  #begin(request: CreateRequest, control: CreateControl): Making {
    const { clock, scene, link, marks, poller, reader, volumes } = this.#options;
    const { backend, store } = scene;
    const at = { backend, clock, session: link.session, store, marks, poller, reader, volumes };
    return { ...at, options: this.#options, request, control, undo: new Undo() };
  }
}

function make(making: Making): Promise<CreateResult> {
  const { creation } = making.request;
  if (creation.kind === 'instance') return createInstance(making);
  return creation.kind === 'network'
    ? createNetwork(making, creation.spec)
    : createVolume(making, creation.spec);
}
