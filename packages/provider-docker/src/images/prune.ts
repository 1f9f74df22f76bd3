import { tagsOf } from '../map/others.ts';
import type { ContainerInfo, ImageInfo } from 'dockerode';
import type { CallOptions, EngineApi } from '../engine/engine-api.ts';

export interface PruneCandidate {
  id: string;
  /** Names that would go; empty for one that nothing names. */
  tags: string[];
  /** Of its own layers and those that it shares with other candidates only. */
  bytes: number;
}

export interface PrunePreview {
  images: PruneCandidate[];
  /** What is freed when all of them go: each layer counted once. */
  bytes: number;
}

/** `dangling`: images that nothing names. `unused`: all of which no container is made. */
export type PruneScope = 'dangling' | 'unused';

/** Bytes by chain: a layer together with all below it, which is what images share. */
type Chains = Map<string, number>;

const deadlineMs = 30_000;

interface Inspected {
  RootFS?: { Layers?: string[] | null };
  Size: number;
}

/** The history tells sizes of steps, of which those that changed no file have none. */
async function chainsOf(api: EngineApi, id: string, options: CallOptions): Promise<Chains> {
  const [image, history] = await Promise.all([
    api.get<Inspected>(`/images/${id}/json`, {}, options),
    api.get<{ Size: number }[]>(`/images/${id}/history`, {}, options),
  ]);
  const layers = image.RootFS?.Layers ?? [];
  const sizes = history
    .map(step => step.Size)
    .filter(size => size > 0)
    .toReversed();
  // Layers of no bytes make the two differ: then the image is counted as one piece.
  if (sizes.length !== layers.length) return new Map([[layers.join(' '), image.Size]]);
  return new Map(layers.map((_, at) => [layers.slice(0, at + 1).join(' '), sizes[at] ?? 0]));
}

const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

/** What a prune would take, before anything is taken. */
export async function previewPrune(
  api: EngineApi,
  scope: PruneScope,
  signal: AbortSignal,
): Promise<PrunePreview> {
  const options = { signal, deadlineMs };
  const [images, containers] = await Promise.all([
    api.get<ImageInfo[]>('/images/json', {}, options),
    api.get<ContainerInfo[]>('/containers/json', { all: true }, options),
  ]);
  const used = new Set(containers.map(c => c.ImageID));
  const goes = (image: ImageInfo) =>
    !used.has(image.Id) && (scope === 'unused' || tagsOf(image).length === 0);
  const chains = new Map<string, Chains>();
  for (const { Id } of images) chains.set(Id, await chainsOf(api, Id, options));
  const kept = new Set(images.filter(i => !goes(i)).flatMap(i => [...(chains.get(i.Id)?.keys() ?? [])]));
  const freed = (id: string): [string, number][] =>
    [...(chains.get(id) ?? [])].filter(([chain]) => !kept.has(chain));
  const going = images.filter(goes);
  return {
    images: going.map(image => ({
      id: image.Id,
      tags: tagsOf(image),
      bytes: sum(freed(image.Id).map(([, bytes]) => bytes)),
    })),
    bytes: sum(new Map(going.flatMap(image => freed(image.Id))).values()),
  };
}
