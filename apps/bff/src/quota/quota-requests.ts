import { randomUUID } from 'node:crypto';
import {
  type decideQuotaSchema,
  quotaItems,
  type QuotaRequest,
  type requestQuotaSchema,
} from '@orrery/contract/quota/quota.ts';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { projectTable } from '../database/schema/identity.ts';
import { type QuotaRequestRow, quotaRequestTable as requests } from '../database/schema/self-service.ts';
import { RequestError } from '../errors/request-error.ts';
import type { IdentityContext, Queries } from '../identity/context.ts';
import { isUniqueViolation } from '../identity/constraint-violations.ts';
import { isUuid } from '../identity/uuid.ts';

type Context = Pick<IdentityContext, 'db' | 'clock' | 'changed'>;

const shown = { request: requests, projectName: projectTable.name };
/** The newest ones are of interest. */
const listed = 200;

export async function requestQuota(
  { db, clock }: Context,
  asked: z.output<typeof requestQuotaSchema> & { project: string; by: string },
): Promise<QuotaRequest> {
  const { project, by, quota, reason } = asked;
  await requireMore(db, project, quota);
  const id = randomUUID();
  const createdAt = new Date(clock.now());
  try {
    const status = 'open' as const;
    await db.insert(requests).values({ id, project, requestedBy: by, quota, reason, status, createdAt });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RequestError(
      'action.refused',
      'A request of this project is open already; wait for its answer',
    );
  }
  return find(db, id);
}

/** Of these projects; of all for null. */
export async function listQuotaRequests(
  { db }: Pick<Context, 'db'>,
  projects: readonly string[] | null,
): Promise<QuotaRequest[]> {
  if (projects?.length === 0) return [];
  const rows = await db
    .select(shown)
    .from(requests)
    .innerJoin(projectTable, eq(projectTable.id, requests.project))
    .where(projects === null ? undefined : inArray(requests.project, [...projects]))
    .orderBy(desc(requests.createdAt))
    .limit(listed);
  return rows.map(present);
}

/** With an approval the limits change in the same transaction. */
export async function decideQuotaRequest(
  { db, clock, changed }: Context,
  decided: z.output<typeof decideQuotaSchema> & { id: string; by: string },
): Promise<QuotaRequest> {
  const { id, by, approve, note } = decided;
  if (!isUuid(id)) throw notFound();
  const project = await db.transaction(async tx => {
    const status = approve ? ('approved' as const) : ('denied' as const);
    const granted = approve ? (decided.quota ?? sql`${requests.quota}`) : null;
    const [row] = await tx
      .update(requests)
      .set({ status, granted, decidedBy: by, note, decidedAt: new Date(clock.now()) })
      .where(and(eq(requests.id, id), eq(requests.status, 'open')))
      .returning();
    if (row === undefined) throw await goneOrDecided(tx, id);
    if (row.granted !== null) await grant(tx, row.project, row.granted);
    return row.project;
  });
  await changed({ projects: [project] });
  return find(db, id);
}

/** Less, or as much, needs nobody's leave and is surely not what was meant. */
async function requireMore(db: Queries, project: string, asked: QuotaRequestRow['quota']): Promise<void> {
  const which = eq(projectTable.id, project);
  const [row] = await db.select({ quota: projectTable.quota }).from(projectTable).where(which);
  if (row === undefined) throw new RequestError('resource.not-found', 'There is no such project');
  const reasons = quotaItems.flatMap(item => {
    const [limit, wanted] = [row.quota[item], asked[item]];
    // Whoever has no limit may ask for one.
    if (limit === null || wanted === undefined || wanted === null || wanted > limit) return [];
    const message = `The limit is ${limit} already; ask for more than that`;
    return [{ code: 'quota.not-more', field: `quota.${item}`, message }];
  });
  if (reasons.length > 0)
    throw new RequestError('request.invalid', 'Only more than the project has can be asked for', { reasons });
}

async function grant(db: Queries, project: string, limits: QuotaRequestRow['quota']): Promise<void> {
  const which = eq(projectTable.id, project);
  const [before] = await db
    .select({ quota: projectTable.quota })
    .from(projectTable)
    .where(which)
    .for('update');
  if (before === undefined) throw notFound();
  await db
    .update(projectTable)
    .set({ quota: { ...before.quota, ...limits } })
    .where(which);
}

const notFound = () => new RequestError('resource.not-found', 'There is no such request');

async function goneOrDecided(db: Queries, id: string): Promise<RequestError> {
  const [row] = await db.select({ status: requests.status }).from(requests).where(eq(requests.id, id));
  return row ? new RequestError('action.refused', `The request was ${row.status} already`) : notFound();
}

async function find(db: Queries, id: string): Promise<QuotaRequest> {
  const [row] = await db
    .select(shown)
    .from(requests)
    .innerJoin(projectTable, eq(projectTable.id, requests.project))
    .where(eq(requests.id, id));
  if (row === undefined) throw notFound();
  return present(row);
}

function present({ request, projectName }: { request: QuotaRequestRow; projectName: string }): QuotaRequest {
  const { createdAt, decidedAt, ...rest } = request;
  return {
    ...rest,
    projectName,
    createdAt: createdAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
