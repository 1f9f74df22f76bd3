import { familiarName } from '../map/image-name.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ImageMaking } from '@orrery/contract/images/backend-images.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { ImageInfo } from 'dockerode';
import { madeBy } from '../create/making.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { makeImage } from '../images/make-image.ts';
import { splitReference } from '../images/pull.ts';
import { renderHost } from '../inventory/render.ts';
import type { Executor } from './executor.ts';
import { isMaintenance, maintain, resolveMaintenance } from './host-maintenance.ts';

function findHost(executor: Executor, call: Call): EngineLink {
  const native = executor.native(call.request);
  const link = executor.options.links.find(l => l.record?.name === native);
  if (!link) throw executor.missing(call.request);
  return link;
}

export async function actOnHost(executor: Executor, call: Call): Promise<ActionResult> {
  const link = findHost(executor, call);
  if (isMaintenance(call)) return maintain(executor, call, link);
  const { work, reader } = link.live;
  checkState(call.request, renderHost(executor.options.backend, reader.record));
  const { registries } = executor.options;
  const { operation } = call.request;
  const make = { api: work, operation, registries, control: call.control };
  try {
    // Checked by the rule's schema.
    return { message: await makeImage(make, call.args as ImageMaking) };
  } finally {
    await reader.images('event').catch(() => undefined);
    executor.options.inventory.flush();
  }
}

/** Built images bear the operation; a pull that is done has brought what is called so. */
export async function resolveHost(executor: Executor, call: Call): Promise<Resolution> {
  const link = findHost(executor, call);
  if (isMaintenance(call)) return resolveMaintenance(executor, call, link);
  const { work, reader } = link.live;
  await reader.images('poll');
  // Checked by the rule's schema.
  const making = call.args as ImageMaking;
  const unknown = { state: 'unknown', message: 'It leaves no trace by which one could tell' } as const;
  if (making.from === 'archive') return unknown;
  if (making.from === 'context') {
    const made = await work.get<ImageInfo[]>('/images/json', madeBy(call.request.operation));
    return made.length > 0 ? { state: 'succeeded' } : { state: 'not-started' };
  }
  const { repository, tag } = splitReference(making.reference);
  const name = familiarName(`${repository}:${tag}`);
  const there = [...reader.record.images.values()].some(i => i.tags.includes(name));
  // It may have been there before under the same name, and older.
  return there ? unknown : { state: 'not-started' };
}
