import { pruneQuerySchema } from '@orrery/contract/images/backend-images.ts';
import { bulkActionSchema } from '@orrery/contract/http/bodies.ts';
import type { Provider } from '@orrery/provider-kit/provider.ts';
import { rethrow } from '../../errors/provider-refusal.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { Archives } from '../../images/archives.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import { requireAllowed, requireCapable } from '../../inventory/require.ts';
import type { Operations } from '../../operations/api.ts';
import { type Context, type Handlers, param, plain, withBody, withQuery } from '../handler.ts';
import { allowLongBody } from '../listen.ts';
import { notFound } from '../not-found.ts';
import { attachment, streamed } from './inside-handlers.ts';

export interface BackendImageDeps {
  reader: InventoryReader;
  operations: Operations;
  archives: Archives;
  provider: (backend: string) => Provider | undefined;
}

export function backendImageHandlers(deps: BackendImageDeps): Handlers {
  const { reader, operations, archives } = deps;
  return {
    createArchive: plain(async ({ incoming, note }) => {
      allowLongBody(incoming);
      const archive = await archives.receive(incoming);
      note({ targetKind: 'image', detail: { archive: archive.id, sizeBytes: archive.sizeBytes } });
      return { body: archive };
    }),
    prunableImages: withQuery(pruneQuerySchema, async (context, { scope }) => {
      const id = param(context, 'id');
      if (!reader.get(context.viewer, 'backend', id)) throw notFound();
      const images = ownImages(deps, id, 'image.prune');
      return { body: await images.prunable(scope, context.signal).catch(rethrow) };
    }),
    bulkImages: withBody(bulkActionSchema, async ({ viewer, facts, note }, bulk) => {
      const { idempotencyKey } = facts;
      const body = await operations.bulk(viewer, { kind: 'image', ...bulk, idempotencyKey });
      const counts = { allowed: body.allowed.length, refused: body.refused.length };
      note({
        targetKind: 'image',
        detail: { action: bulk.action, dryRun: bulk.dryRun, batch: body.batch, ...counts },
      });
      return { body };
    }),
    saveImage: plain(context => saveImage(deps, context)),
  };
}

async function saveImage(deps: BackendImageDeps, context: Context) {
  // Whoever may somewhere must be allowed here: images of back ends belong to nobody.
  const wanted = { kind: 'image', id: param(context, 'id'), permission: 'image.manage' } as const;
  const image = requireAllowed(deps.reader, context.viewer, wanted);
  if (!image.backend) throw notFound();
  const images = ownImages(deps, image.backend, 'image.save');
  const name = image.name.replaceAll(/[^\w.-]+/g, '-').slice(0, 100);
  const tar = await images.save(image.id, context.signal).catch(rethrow);
  return streamed(context, tar, attachment('application/x-tar', `${name}.tar`));
}

function ownImages(
  { provider }: BackendImageDeps,
  backend: string,
  capability: 'image.prune' | 'image.save',
) {
  const { images } = requireCapable(provider(backend), capability);
  if (!images) throw new RequestError('capability.missing', 'It keeps no images');
  return images;
}
