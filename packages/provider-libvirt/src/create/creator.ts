import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { CreateControl, CreateRequest, CreateResult } from '@orrery/provider-kit/creator.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { allOrNothing } from '@orrery/provider-kit/undo.ts';
import type { HostLink } from '../host/host-link.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { createInstance } from './create-instance.ts';
import { createNetwork } from './create-network.ts';
import { createVolume, hostOfVolume } from './create-volume.ts';
import { uuidOfOperation } from './made-names.ts';
import { beginOn, type CreatorOptions, type Making } from './making.ts';
import { resolveInstance, resolveNetwork, resolveVolume } from './resolve.ts';

/** What each creation makes happen, in libvirt's events or told by itself. */
const causes = {
  instance: ['instance.created', 'instance.started'],
  volume: ['volume.created'],
  network: ['network.created', 'network.started'],
} as const;

const taken = (kind: string, name: string) =>
  new ProviderError('backend.refused', `Another ${kind} named ${name} is being made just now`, {
    advice: 'Choose another name',
  });

/** Makes instances, volumes and networks, whole or not at all. */
export class LibvirtCreator {
  readonly #options: CreatorOptions;
  /** Kinds and names of what is being made: no host knows them yet. */
  readonly #underWay = new Set<string>();

  constructor(options: CreatorOptions) {
    this.#options = options;
  }

  async create(request: CreateRequest, control: CreateControl): Promise<CreateResult> {
    const { kind, spec } = request.creation;
    const key = `${kind}/${spec.name}`;
    if (this.#underWay.has(key)) throw taken(kind, spec.name);
    this.#underWay.add(key);
    let end = () => {};
    const identified = async (id: string) => {
      end = this.#options.own.begin(id, request.operation, causes[request.creation.kind]);
      await control.identified(id);
    };
    try {
      const making = await this.#begin(request, { ...control, identified });
      return await allOrNothing(making, () => this.#make(making));
    } finally {
      this.#underWay.delete(key);
      this.#options.inventory.flush();
      end();
    }
  }

  async resolve(request: CreateRequest, handle: string | null, control: CreateControl): Promise<Resolution> {
    const id = idOf(this.#options.backend, uuidOfOperation(this.#options.backend, request.operation));
    const end = this.#options.own.begin(id, request.operation, []);
    try {
      const making = await this.#begin(request, control);
      const { creation } = request;
      if (creation.kind === 'instance') return await resolveInstance(making, creation.spec);
      if (creation.kind === 'network') return await resolveNetwork(making);
      return await resolveVolume(making, creation.spec, handle);
    } finally {
      this.#options.inventory.flush();
      end();
    }
  }

  #make(making: Making): Promise<CreateResult> {
    const { creation } = making.request;
    if (creation.kind === 'instance') return createInstance(making, creation.spec);
    return creation.kind === 'volume'
      ? createVolume(making, creation.spec)
      : createNetwork(making, creation.spec);
  }

  async #begin(request: CreateRequest, control: CreateControl): Promise<Making> {
    return beginOn(this.#linkFor(request), this.#options, { request, control });
  }

  /** The host that was chosen, the one where a volume's pool or source lies, or the first that answers. */
  #linkFor({ host, creation }: CreateRequest): HostLink {
    const { backend, links } = this.#options;
    const own = creation.kind === 'volume' ? hostOfVolume(this.#options, creation.spec) : null;
    const name = own ?? (host === null ? null : nativeOf(backend, host));
    const answering = links.filter(link => link.record !== null && link.record.lost === null);
    const link = name === null ? answering[0] : answering.find(l => l.record?.name === name);
    if (link) return link;
    if (name !== null && links.every(l => l.record !== null && l.record.name !== name))
      throw new ProviderError('resource.not-found', 'The host that was chosen is not of this backend');
    throw new ProviderError('backend.unavailable', 'Its host is out of reach now', {
      cause: new Error(`${name ?? 'any host'} at ${isoNow(this.#options.clock)}`),
    });
  }
}
