import type { Prunable, PruneScope } from '@orrery/contract/images/backend-images.ts';
import type { OwnImages } from '@orrery/provider-kit/insides.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { imageCopies } from '../actions/on-image.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { toProviderError } from '../errors.ts';
import { nativeIds } from '../ids.ts';
import { idOf, nativeOf } from '@orrery/provider-kit/ids.ts';
import { imageName } from '../inventory/render.ts';
import { previewPrune, type PrunePreview } from './prune.ts';

/** Several engines have to look through all their images. */
const saveDeadlineMs = 60_000;

/** What more can be done with the images of all engines. */
export class DockerImages implements OwnImages {
  readonly #backend: string;
  readonly #links: readonly EngineLink[];

  constructor(backend: string, links: readonly EngineLink[]) {
    this.#backend = backend;
    this.#links = links;
  }

  /** The same image is one, wherever it is: it can go when it could go everywhere. */
  prunable = async (scope: PruneScope, signal: AbortSignal): Promise<Prunable> => {
    const engineScope = scope === 'unnamed' ? 'dangling' : 'unused';
    const previews = await Promise.all(
      this.#links.map(link => previewPrune(link.live.work, engineScope, signal)),
    ).catch((error: unknown) => {
      throw toProviderError(error, signal);
    });
    const names = new Map(
      this.#links.flatMap(l => [...(l.record?.images.values() ?? [])].map(i => [i.id, imageName(i)])),
    );
    const kept = new Set(this.#links.flatMap((link, index) => keptOn(link, previews[index])));
    const going = new Map<string, number>();
    for (const { images } of previews)
      for (const { id, bytes } of images) if (!kept.has(id)) going.set(id, (going.get(id) ?? 0) + bytes);
    return {
      images: [...going].map(([id, bytes]) => ({
        id: idOf(this.#backend, nativeIds.image(id)),
        name: names.get(id) ?? id.slice(0, 19),
        bytes,
      })),
      bytes: previews.reduce((sum, preview) => sum + preview.bytes, 0),
    };
  };

  save = async (id: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> => {
    const [copy] = imageCopies(this.#links, nativeOf(this.#backend, id) ?? '').filter(
      c => c.link.record?.lost === null,
    );
    if (!copy) throw new ProviderError('resource.not-found', `There is no image ${id}`);
    const { link, image } = copy;
    // By its name: what is loaded from it is called so again.
    const reference = encodeURIComponent(image.tags.length > 0 ? imageName(image) : image.id);
    const request = { method: 'GET' as const, path: `/images/${reference}/get` };
    return link.live.work.stream(request, { signal, deadlineMs: saveDeadlineMs }).catch((error: unknown) => {
      throw toProviderError(error, signal);
    });
  };
}

/** Images of an engine that would stay there. */
function keptOn({ record }: EngineLink, preview: PrunePreview | undefined): string[] {
  const going = new Set(preview?.images.map(({ id }) => id));
  return [...(record?.images.keys() ?? [])].filter(id => !going.has(id));
}
