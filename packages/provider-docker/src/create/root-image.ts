import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { ImageFacts } from '../engine/facts.ts';
import { nativeIds } from '../ids.ts';
import { nativeOf } from '@orrery/provider-kit/ids.ts';
import { copyImage, pullImage, splitReference } from '../images/pull.ts';
import { loginFor } from '../images/registry-logins.ts';
import { imageName } from '../inventory/render.ts';
import type { Making } from './making.ts';

/** The image phase is the first part of a creation. */
const phaseShare = 0.6;

interface InspectedImage {
  Id: string;
  Config?: { Volumes?: Record<string, unknown> | null } | null;
}

/** An image that the engine has, and what of it a container is made by. */
export interface RootImage {
  /** By which the container is made, and people know it. */
  reference: string;
  /** Paths that the image itself wants volumes at. */
  volumePaths: string[];
}

async function inspect({ link, control }: Making, reference: string): Promise<RootImage | null> {
  const path = `/images/${encodeURIComponent(reference)}/json`;
  const image = await link.live.work
    .get<InspectedImage>(path, {}, { signal: control.signal })
    .catch(nullWhenGone);
  if (image === null) return null;
  return { reference, volumePaths: Object.keys(image.Config?.Volumes ?? {}).toSorted() };
}

function report({ control }: Making, message: string) {
  control.progress({ phase: 'image', fraction: 0, message });
  return (fraction: number) => control.progress({ phase: 'image', fraction: fraction * phaseShare, message });
}

/** By name; pulled when the engine does not have it. */
async function byReference(making: Making, asked: string): Promise<RootImage> {
  const { repository, tag } = splitReference(asked);
  const reference = tag.includes(':') ? `${repository}@${tag}` : `${repository}:${tag}`;
  const onProgress = report(making, `Bringing ${reference}`);
  const here = await inspect(making, reference);
  if (here) return here;
  const { link, control, registries } = making;
  const login = loginFor(registries, reference);
  await pullImage(link.live.work, { reference, signal: control.signal, onProgress, login });
  const pulled = await inspect(making, reference);
  if (pulled) return pulled;
  throw new ProviderError('resource.not-found', `There is no image ${reference} after its pull`);
}

const has = (link: EngineLink, native: string | null): ImageFacts | undefined =>
  [...(link.record?.images.values() ?? [])].find(image => nativeIds.image(image.id) === native);

const nameOf = (image: ImageFacts): string => (image.tags.length > 0 ? imageName(image) : image.id);

/** By its id; carried over from another engine when this one does not have it. */
async function byId(making: Making, id: string): Promise<RootImage> {
  const { backend, link, links, control } = making;
  const native = nativeOf(backend, id);
  const onProgress = report(making, 'Bringing the image');
  const known = has(link, native);
  // The engine is asked: what was deleted there a moment ago may still be on record.
  const here = known ? await inspect(making, known.id) : null;
  if (known && here) return { ...here, reference: nameOf(known) };
  const source = links.find(l => l !== link && l.record?.lost === null && has(l, native));
  const image = source && has(source, native);
  if (!source || !image) throw new ProviderError('resource.not-found', `There is no image ${id}`);
  const reference = nameOf(image);
  await copyImage(source.live.work, link.live.work, { reference, signal: control.signal, onProgress });
  const there = await inspect(making, image.id);
  if (there) return { ...there, reference };
  throw new ProviderError('resource.not-found', `Image ${reference} is gone`);
}

export async function bringImage(making: Making, { root }: InstanceCreation): Promise<RootImage> {
  if (root.from === 'reference') return byReference(making, root.reference);
  if (root.from === 'image') return byId(making, root.image);
  throw new ProviderError('args.invalid', `A container is made from an image, not from a ${root.from}`);
}
