import type { ImageMaking } from '@orrery/contract/images/backend-images.ts';
import { Readable } from 'node:stream';
import type { ActionControl } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { EngineApi, Request } from '../engine/engine-api.ts';
import { labelNames } from '../map/labels.ts';
import { followProgress, LayerProgress } from './follow-progress.ts';
import { pullImage } from './pull.ts';
import { loginFor, type Registries } from './registry-logins.ts';

export interface MakeImage {
  api: EngineApi;
  operation: string;
  registries: Registries;
  control: ActionControl;
}

/** The engine answers when it has read all that it is sent. */
const sendDeadlineMs = 4 * 3_600_000;

async function bytesOf({ control }: MakeImage, archive: string): Promise<Readable> {
  const bytes = await control.archive?.(archive);
  if (!bytes)
    throw new ProviderError('resource.not-found', 'What was sent for it is not there any more', {
      advice: 'Send it again',
    });
  return Readable.from(bytes, { objectMode: false });
}

/** Sends an archive and follows what the engine makes of it; answers the last words that it had. */
async function send(
  make: MakeImage,
  archive: string,
  request: Omit<Request, 'content'>,
): Promise<string | undefined> {
  const { api, control } = make;
  const content = await bytesOf(make, archive);
  const progress = new LayerProgress();
  let said: string | undefined;
  try {
    const options = { signal: control.signal, deadlineMs: sendDeadlineMs };
    await followProgress(await api.stream({ ...request, content }, options), line => {
      progress.take(line);
      const text = line.stream?.trim();
      if (text) said = text;
      const message = text || line.status;
      control.progress({ fraction: progress.fraction, ...(message ? { message } : {}) });
    });
  } finally {
    content.destroy();
  }
  control.signal.throwIfAborted();
  return said;
}

async function pull({ api, registries, control }: MakeImage, reference: string): Promise<string> {
  control.progress({ phase: 'pulling' });
  await pullImage(api, {
    reference,
    signal: control.signal,
    login: loginFor(registries, reference),
    onProgress: fraction => control.progress({ fraction }),
  });
  return `Image ${reference}`;
}

async function build(
  make: MakeImage,
  { archive, tag, recipe, args }: Extract<ImageMaking, { from: 'context' }>,
): Promise<string> {
  make.control.progress({ phase: 'building' });
  const query = {
    t: tag,
    dockerfile: recipe ?? 'Dockerfile',
    rm: true,
    forcerm: true,
    buildargs: JSON.stringify(args),
    labels: JSON.stringify({ [labelNames.operation]: make.operation }),
  };
  await send(make, archive, { method: 'POST', path: '/build', query });
  return `Image ${tag}`;
}

async function load(make: MakeImage, archive: string): Promise<string> {
  make.control.progress({ phase: 'loading' });
  const said = await send(make, archive, { method: 'POST', path: '/images/load', query: { quiet: false } });
  return said ?? 'Loaded';
}

/** Pulls, builds or loads an image; answers what people are told. */
export function makeImage(make: MakeImage, making: ImageMaking): Promise<string> {
  if (making.from === 'registry') return pull(make, making.reference);
  return making.from === 'context' ? build(make, making) : load(make, making.archive);
}
