import { createKeypairSchema } from '@orrery/contract/keypairs/keypairs.ts';
import { decideQuotaSchema, requestQuotaSchema, usageQuerySchema } from '@orrery/contract/quota/quota.ts';
import { may } from '../../authz/principal.ts';
import { RequestError } from '../../errors/request-error.ts';
import type { IdentityContext } from '../../identity/context.ts';
import type { InventoryReader } from '../../inventory/reader.ts';
import { createKeypair, deleteKeypair, listKeypairs } from '../../keypairs/keypairs.ts';
import type { SelfService } from '../../launch/self-service.ts';
import { decideQuotaRequest, listQuotaRequests, requestQuota } from '../../quota/quota-requests.ts';
import { type Context, type Handlers, param, plain, withBody, withQuery } from '../handler.ts';
import { notFound } from '../not-found.ts';

export interface QuotaHandlerDeps {
  selfService: SelfService;
  identity: IdentityContext;
  reader: InventoryReader;
}

export function quotaHandlers(deps: QuotaHandlerDeps): Handlers {
  return { ...projectHandlers(deps), ...requestHandlers(deps), ...keypairHandlers(deps.selfService) };
}

function projectHandlers({ selfService: { quota, meter }, reader }: QuotaHandlerDeps): Handlers {
  return {
    getProjectQuota: plain(async context => ({ body: await quota.of(projectIn(reader, context)) })),
    repairProjectQuota: plain(async context => ({ body: await quota.repair(projectIn(reader, context)) })),
    getProjectUsage: withQuery(usageQuerySchema, async (context, { days }) => ({
      body: await meter.of(projectIn(reader, context), days),
    })),
  };
}

function requestHandlers({ identity, reader }: QuotaHandlerDeps): Handlers {
  return {
    requestQuota: withBody(requestQuotaSchema, async (context, { quota, reason }) => {
      const project = projectIn(reader, context);
      const { principal } = context.viewer;
      context.note({ detail: { quota, reason } });
      if (!may(principal, 'instance.create', project))
        throw new RequestError('permission.denied', 'Your role does not allow to ask for more quota');
      return { body: await requestQuota(identity, { project, by: principal.username, quota, reason }) };
    }),
    listQuotaRequests: plain(async ({ viewer: { principal } }) => {
      const own = principal.memberships.map(({ project }) => project);
      const items = await listQuotaRequests(identity, may(principal, 'inventory.read') ? null : own);
      return { body: { items } };
    }),
    decideQuotaRequest: withBody(decideQuotaSchema, async (context, decision) => {
      context.note({ targetKind: 'project', detail: { ...decision } });
      const by = context.viewer.principal.username;
      return { body: await decideQuotaRequest(identity, { ...decision, id: param(context, 'id'), by }) };
    }),
  };
}

function keypairHandlers({ keypairs }: SelfService): Handlers {
  return {
    listKeypairs: plain(async ({ viewer }) => ({
      body: { items: await listKeypairs(keypairs, viewer.principal.userId) },
    })),
    createKeypair: withBody(createKeypairSchema, async ({ viewer, note }, wanted) => {
      note({ detail: { name: wanted.name, imported: wanted.publicKey !== null } });
      return { body: await createKeypair(keypairs, { ...wanted, userId: viewer.principal.userId }) };
    }),
    deleteKeypair: plain(async context => {
      const { userId } = context.viewer.principal;
      await deleteKeypair(keypairs, { userId, id: param(context, 'id') });
      return {};
    }),
  };
}

function projectIn(reader: InventoryReader, context: Context): string {
  const id = param(context, 'id');
  context.note({ targetKind: 'project' });
  if (!reader.get(context.viewer, 'project', id)) throw notFound();
  return id;
}
