import { bringImageArgs } from '@orrery/contract/actions/host-actions.ts';
import type { ActionControl, ActionRequest, ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import type { ImageContent } from '@orrery/provider-kit/image-content.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { hasFiles } from '../map/storage.ts';
import { beginActing, type CreatorOptions, type Making } from './making.ts';
import { choosePool } from './pools.ts';

const MiB = 1_048_576;
/** Of the image: more often is no use to anybody. */
const tellEvery = 0.02;
const poolRunning = 2;

/** Puts images of the catalogue on hosts before anybody launches from them there. */
export class LibvirtDistributor {
  readonly #options: CreatorOptions;

  constructor(options: CreatorOptions) {
    this.#options = options;
  }

  async bring(request: ActionRequest, control: ActionControl): Promise<ActionResult> {
    const link = this.#linkOf(request);
    const image = await this.#imageOf(request, control);
    const making = await this.#begin(link, request, control);
    // Where a launch would look for it.
    const pool = choosePool(link.live.reader.record, image.sizeBytes);
    await making.images.bring(making, pool.ref, { image, watch: teller(control, image) });
    this.#options.inventory.flush();
    return { message: `${image.name} is in pool ${pool.ref.name}` };
  }

  /** Whole in one of its pools, or what came of it is taken away. */
  async resolve(request: ActionRequest, control: ActionControl): Promise<Resolution> {
    const link = this.#linkOf(request);
    const image = await this.#imageOf(request, control);
    const making = await this.#begin(link, request, control);
    const pools = [...link.live.reader.record.pools.values()].filter(
      ({ state, definition }) => state === poolRunning && hasFiles(definition.type),
    );
    for (const { ref } of pools)
      if (await making.images.has(making, ref, image)) return { state: 'succeeded' };
    for (const { ref } of pools) await making.images.dropPart(making, ref, image);
    return { state: 'not-started' };
  }

  #linkOf({ id }: ActionRequest): HostLink {
    const { backend, links } = this.#options;
    const name = nativeOf(backend, id);
    const link = links.find(({ record }) => record !== null && record.name === name);
    if (!link) throw new ProviderError('resource.not-found', `There is no host ${id}`);
    if (link.record?.lost === null) return link;
    throw new ProviderError('backend.unavailable', 'The host is out of reach now');
  }

  async #imageOf({ args }: ActionRequest, { image }: ActionControl): Promise<ImageContent> {
    const { image: id } = bringImageArgs.parse(args);
    const content = await image?.(id);
    if (content) return content;
    throw new ProviderError('resource.not-found', `There is no image ${id} in the catalogue`);
  }

  #begin(link: HostLink, request: ActionRequest, control: ActionControl): Promise<Making> {
    return beginActing(link, this.#options, { operation: request.operation, name: 'image', control });
  }
}

function teller({ progress }: ActionControl, { sizeBytes }: ImageContent): (sent: number) => void {
  let told = 0;
  progress({ phase: 'image', fraction: 0 });
  return sent => {
    const share = sent / Math.max(1, sizeBytes);
    if (share < 1 && share - told < tellEvery) return;
    told = share;
    const message = `${Math.floor(sent / MiB)} of ${Math.ceil(sizeBytes / MiB)} MiB`;
    progress({ phase: 'image', fraction: Math.min(1, share), message });
  };
}
