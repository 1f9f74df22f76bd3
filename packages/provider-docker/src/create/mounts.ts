import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { nativeIds } from '../ids.ts';
import { markOf } from '../map/labels.ts';
import { type Making, makeDeadlineMs } from './making.ts';

export interface Mount {
  Type: 'volume';
  Source: string;
  Target: string;
}

const path = (name: string): string => `/volumes/${encodeURIComponent(name)}`;

const volumesOn = ({ record }: EngineLink, backend: string): Map<string, string> =>
  new Map(
    [...(record?.volumes.keys() ?? [])].map(name => [
      `${backend}:${nativeIds.volume(record?.name ?? '', name)}`,
      name,
    ]),
  );

function existing({ backend, link, links }: Making, id: string): string {
  const name = volumesOn(link, backend).get(id);
  if (name !== undefined) return name;
  if (!links.some(l => volumesOn(l, backend).has(id)))
    throw new ProviderError('resource.not-found', `There is no volume ${id}`);
  throw new ProviderError('resource.state', 'The volume lies on another host than the instance', {
    advice: 'Choose a volume on the same host, or launch the instance there',
  });
}

async function make(making: Making, name: string): Promise<string> {
  const { link, undo, request } = making;
  const api = link.live.work;
  // The engine answers to a name that is taken as if it had made it.
  if (await api.get(path(name)).catch(nullWhenGone))
    throw new ProviderError('backend.refused', `There is a volume named ${name} already`, {
      advice: 'Choose another name',
    });
  undo.later(`volume ${name}`, async () => {
    await link.live.work.send({ method: 'DELETE', path: path(name) }).catch(nullWhenGone);
  });
  const { operation, project } = request;
  const body = { Name: name, Labels: markOf({ operation, project }) };
  await api.send({ method: 'POST', path: '/volumes/create', body }, { deadlineMs: makeDeadlineMs });
  return name;
}

/** Where the volumes appear: at the paths that the image wants volumes at, then /data, /data-2, ... */
export function targets(count: number, wanted: readonly string[]): string[] {
  const own = (at: number) => (at === 0 ? '/data' : `/data-${at + 1}`);
  return Array.from({ length: count }, (_, at) => wanted[at] ?? own(at - wanted.length));
}

/** Volumes that exist are taken as they are; new ones are made, and go again if the rest fails. */
export async function mountsFor(
  making: Making,
  spec: InstanceCreation,
  wanted: readonly string[],
): Promise<Mount[]> {
  if (spec.volumes.length > 0) making.control.progress({ phase: 'disk', fraction: 0.62 });
  const at = targets(spec.volumes.length, wanted);
  const mounts: Mount[] = [];
  for (const [index, extra] of spec.volumes.entries()) {
    making.control.signal.throwIfAborted();
    const Source =
      'volume' in extra
        ? existing(making, extra.volume)
        : await make(making, extra.name ?? `${spec.name}-data-${index + 1}`);
    mounts.push({ Type: 'volume', Source, Target: at[index] ?? '' });
  }
  return mounts;
}
