import { randomUUID } from 'node:crypto';
import type { CreatedKeypair, createKeypairSchema, Keypair } from '@orrery/contract/keypairs/keypairs.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import { type KeypairRow, keypairTable } from '../database/schema/self-service.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Db } from '../identity/context.ts';
import { isUniqueViolation } from '../identity/constraint-violations.ts';
import { isUuid } from '../identity/uuid.ts';
import { newKey } from './new-key.ts';
import { readPublicKey } from './public-key.ts';

export interface KeypairContext {
  db: Db;
  clock: Clock;
}

export async function listKeypairs({ db }: KeypairContext, userId: string): Promise<Keypair[]> {
  const rows = await db
    .select()
    .from(keypairTable)
    .where(eq(keypairTable.userId, userId))
    .orderBy(asc(keypairTable.name));
  return rows.map(present);
}

/** With a public key: imports it. Without: makes a pair, and forgets the private half with the answer. */
export async function createKeypair(
  { db, clock }: KeypairContext,
  { userId, name, publicKey }: z.output<typeof createKeypairSchema> & { userId: string },
): Promise<CreatedKeypair> {
  const made = publicKey === null ? newKey(name) : null;
  const read = readPublicKey(publicKey ?? made?.publicLine ?? '');
  if (typeof read === 'string')
    throw new RequestError('request.invalid', read, { reasons: [{ field: 'publicKey', message: read }] });
  const { type, line, fingerprint } = read;
  const createdAt = new Date(clock.now());
  const row = { id: randomUUID(), userId, name, type, publicKey: line, fingerprint, createdAt };
  try {
    await db.insert(keypairTable).values(row);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RequestError('name.taken', `You have an SSH key ${name} already`);
  }
  return { ...present(row), privateKey: made?.privateKey ?? null };
}

export async function deleteKeypair(
  { db }: KeypairContext,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  const which = and(eq(keypairTable.id, id), eq(keypairTable.userId, userId));
  const gone = isUuid(id)
    ? await db.delete(keypairTable).where(which).returning({ id: keypairTable.id })
    : [];
  if (gone.length === 0) throw new RequestError('resource.not-found', 'You have no such SSH key');
}

/** Public keys by id, of this user's own only. */
export async function publicKeysOf(
  { db }: Pick<KeypairContext, 'db'>,
  userId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter(isUuid);
  if (known.length === 0) return new Map();
  const rows = await db
    .select({ id: keypairTable.id, publicKey: keypairTable.publicKey })
    .from(keypairTable)
    .where(and(inArray(keypairTable.id, known), eq(keypairTable.userId, userId)));
  return new Map(rows.map(row => [row.id, row.publicKey]));
}

const present = (row: KeypairRow): Keypair => ({
  id: row.id,
  name: row.name,
  type: row.type,
  fingerprint: row.fingerprint,
  publicKey: row.publicKey,
  createdAt: row.createdAt.toISOString(),
});
