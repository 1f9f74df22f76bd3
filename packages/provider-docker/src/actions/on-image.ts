import { familiarName } from '../map/image-name.ts';
import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import type { pushImageArgs, tagImageArgs } from '@orrery/contract/actions/image-actions.ts';
import type { EventType } from '@orrery/provider-kit/event-types.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { z } from 'zod';
import { nullWhenGone } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { ImageFacts } from '../engine/facts.ts';
import { nativeIds } from '../ids.ts';
import { followProgress, LayerProgress } from '../images/follow-progress.ts';
import { splitReference } from '../images/pull.ts';
import { loginFor } from '../images/registry-logins.ts';
import { renderImage } from '../inventory/render.ts';
import type { Executor } from './executor.ts';

interface Copy {
  link: EngineLink;
  image: ImageFacts;
}

/** The same image may be on several engines. */
export function imageCopies(links: readonly EngineLink[], native: string): Copy[] {
  return links.flatMap(link => {
    const image = [...(link.record?.images.values() ?? [])].find(i => nativeIds.image(i.id) === native);
    return image ? [{ link, image }] : [];
  });
}

const deadlineMs = 120_000;
const pushDeadlineMs = 60_000;

/** A name without a tag stands for the latest. */
function whole(reference: string): { repository: string; tag: string; name: string } {
  const { repository, tag } = splitReference(reference);
  if (tag.includes(':')) throw new ProviderError('args.invalid', 'reference: Give a tag, not a digest');
  return { repository, tag, name: `${repository}:${tag}` };
}

async function tag(copies: readonly Copy[], call: Call): Promise<ActionResult> {
  // Checked by the rule's schema.
  const { reference } = call.args as z.infer<typeof tagImageArgs>;
  const { repository, tag: name } = whole(reference);
  for (const { link, image } of copies) {
    const request = {
      method: 'POST' as const,
      path: `/images/${image.id}/tag`,
      query: { repo: repository, tag: name },
    };
    await link.live.work.send(request, { signal: call.control.signal, deadlineMs });
  }
  return {};
}

async function push(copies: readonly Copy[], call: Call, executor: Executor): Promise<ActionResult> {
  // Checked by the rule's schema.
  const { reference } = call.args as z.infer<typeof pushImageArgs>;
  const { repository, tag: name, name: full } = whole(reference);
  const copy = copies.find(({ image }) => image.tags.includes(familiarName(full)));
  if (!copy)
    throw new ProviderError('resource.state', `It is not called ${full}`, { advice: 'Tag it so first' });
  // An engine wants some login, also where the registry does not.
  const authconfig = loginFor(executor.options.registries, full) ?? {
    username: '',
    password: '',
    serveraddress: '',
  };
  const request = {
    method: 'POST' as const,
    path: `/images/${repository}/push`,
    query: { tag: name },
    authconfig,
  };
  const progress = new LayerProgress();
  const { signal } = call.control;
  await followProgress(
    await copy.link.live.work.stream(request, { signal, deadlineMs: pushDeadlineMs }),
    line => {
      progress.take(line);
      call.control.progress({ fraction: progress.fraction });
    },
  );
  signal.throwIfAborted();
  return { message: `Pushed as ${full}` };
}

/** All its names go, and with the last of them the image; where a container is made of it nothing goes. */
async function remove(copies: readonly Copy[], call: Call): Promise<ActionResult> {
  const used = copies.filter(({ link, image }) =>
    [...(link.record?.containers.values() ?? [])].some(c => c.imageId === image.id),
  );
  if (used.length > 0)
    throw new ProviderError('resource.state', 'An instance is made of it', {
      advice: 'Delete the instance first',
    });
  for (const { link, image } of copies)
    for (const name of image.tags.length > 0 ? image.tags : [image.id]) {
      const request = { method: 'DELETE' as const, path: `/images/${encodeURIComponent(name)}` };
      await link.live.work.send(request, { signal: call.control.signal, deadlineMs }).catch(nullWhenGone);
    }
  return {};
}

interface Row {
  phase: string;
  cause: EventType;
  run: (copies: readonly Copy[], call: Call, executor: Executor) => Promise<ActionResult>;
}

const rows: Readonly<Record<string, Row>> = {
  tag: { phase: 'naming', cause: 'image.tagged', run: tag },
  push: { phase: 'pushing', cause: 'image.pushed', run: push },
  delete: { phase: 'deleting', cause: 'image.deleted', run: remove },
};

function find(executor: Executor, call: Call): Copy[] {
  const copies = imageCopies(executor.options.links, executor.native(call.request));
  if (copies.length === 0) throw executor.missing(call.request);
  return copies;
}

export async function actOnImage(executor: Executor, call: Call): Promise<ActionResult> {
  const row = rowOf(rows, call.request);
  const copies = find(executor, call);
  for (const { image, link } of copies) {
    const { architecture } = link.live.reader.record.facts;
    checkState(call.request, renderImage(executor.options.backend, { image, architecture }));
  }
  call.control.progress({ phase: row.phase });
  // One host pushes it; all that have it name or delete it.
  const causes = row.run === push ? [row.cause] : copies.map(() => row.cause);
  return executor.options.own.during(call.request, causes, async () => {
    try {
      return await row.run(copies, call, executor);
    } finally {
      for (const copy of copies) await copy.link.live.reader.images('event').catch(() => undefined);
      executor.options.inventory.flush();
    }
  });
}

export async function resolveImage(executor: Executor, call: Call): Promise<Resolution> {
  const { links } = executor.options;
  const native = executor.native(call.request);
  for (const link of links) if (link.record?.lost === null) await link.live.reader.images('poll');
  const copies = imageCopies(links, native);
  const lost = links.some(link => link.record?.lost !== null);
  if (copies.length === 0 && lost) throw executor.missing(call.request);
  switch (call.request.action) {
    case 'delete':
      return copies.length === 0 ? { state: 'succeeded' } : { state: 'not-started' };
    case 'tag': {
      // Checked by the rule's schema.
      const { name } = whole((call.args as z.infer<typeof tagImageArgs>).reference);
      const done = copies.length > 0 && copies.every(({ image }) => image.tags.includes(familiarName(name)));
      return done ? { state: 'succeeded' } : { state: 'not-started' };
    }
    default:
      return { state: 'unknown', message: 'Only its registry knows whether it was pushed' };
  }
}
