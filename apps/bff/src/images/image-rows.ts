import { counted } from '@orrery/contract/counted.ts';
import { and, count, eq, ne, sql } from 'drizzle-orm';
import { projectTable } from '../database/schema/identity.ts';
import { type ImageRow, imageTable, type NewImage } from '../database/schema/images.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Db, Queries } from '../identity/context.ts';
import { isUuid } from '../identity/uuid.ts';

export async function findImage(db: Queries, id: string): Promise<ImageRow | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await db.select().from(imageTable).where(eq(imageTable.id, id));
  return row;
}

export const allImages = (db: Queries): Promise<ImageRow[]> => db.select().from(imageTable);

/** Counts and inserts in one transaction that holds the project: launches of many at once cannot pass the quota. */
export function insertImage(db: Db, image: NewImage): Promise<ImageRow> {
  return db.transaction(async tx => {
    if (image.project) await refuseOverQuota(tx, image.project);
    const [row] = await tx.insert(imageTable).values(image).returning();
    if (row === undefined) throw new Error('The inserted image was not returned');
    return row;
  });
}

async function refuseOverQuota(tx: Queries, project: string): Promise<void> {
  const [owner] = await tx
    .select({ quota: projectTable.quota, name: projectTable.name })
    .from(projectTable)
    .where(eq(projectTable.id, project))
    .for('update');
  if (owner === undefined) throw new RequestError('resource.not-found', 'There is no such project');
  const { images: limit } = owner.quota;
  if (limit === null) return;
  const [used] = await tx.select({ n: count() }).from(imageTable).where(eq(imageTable.project, project));
  if ((used?.n ?? 0) >= limit)
    throw new RequestError(
      'quota.exceeded',
      `The project ${owner.name} has ${counted(used?.n ?? 0, 'image')} and may have ${limit}; delete one, or ask for more`,
    );
}

/** Changes a row, if it still is in a state that the change was made for. */
export async function updateImage(
  db: Queries,
  { id, when }: { id: string; when?: ImageRow['state'] },
  change: Partial<NewImage>,
): Promise<ImageRow | undefined> {
  const [row] = await db
    .update(imageTable)
    .set({ ...change, changedAt: sql`now()` })
    .where(and(eq(imageTable.id, id), when === undefined ? undefined : eq(imageTable.state, when)))
    .returning();
  return row;
}

export async function deleteImageRow(db: Queries, id: string): Promise<void> {
  await db.delete(imageTable).where(eq(imageTable.id, id));
}

/** Does an image other than this one have the same content? */
export async function isContentShared(
  db: Queries,
  { id, sha256 }: { id: string; sha256: string },
): Promise<boolean> {
  const [others] = await db
    .select({ n: count() })
    .from(imageTable)
    .where(and(eq(imageTable.sha256, sha256), ne(imageTable.id, id)));
  return (others?.n ?? 0) > 0;
}
