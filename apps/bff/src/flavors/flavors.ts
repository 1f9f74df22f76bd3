import type { changeFlavorSchema, createFlavorSchema } from '@orrery/contract/launch/creation-bodies.ts';
import type { Flavor } from '@orrery/contract/resources/planned.ts';
import { type Clock, isoNow } from '@orrery/provider-kit/clock.ts';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { type FlavorRow, flavorTable } from '../database/schema/self-service.ts';
import { RequestError } from '../errors/request-error.ts';
import type { Db } from '../identity/context.ts';
import { isUniqueViolation } from '../identity/constraint-violations.ts';
import type { InventoryPublisher } from '../inventory/reader.ts';

export interface FlavorContext {
  db: Db;
  clock: Clock;
  to: InventoryPublisher;
}

export type NewFlavor = z.output<typeof createFlavorSchema>;
export type FlavorChange = z.output<typeof changeFlavorSchema>;

const keyOf = (name: string) => name.toLowerCase();

/** Stands on backends beside the instances launched with it, so it is readable there. */
const idOf = (name: string) => keyOf(name).replaceAll(/[^a-z0-9_.-]+/g, '-');

export async function showFlavors({ db, clock, to }: FlavorContext): Promise<void> {
  const rows = await db.select().from(flavorTable);
  to.publish(rows.map(row => toResource(row, isoNow(clock))));
}

export async function createFlavor(context: FlavorContext, flavor: NewFlavor): Promise<Flavor> {
  const { db, clock } = context;
  const row: FlavorRow = {
    ...flavor,
    id: idOf(flavor.name),
    nameKey: keyOf(flavor.name),
    disabled: false,
    createdAt: new Date(clock.now()),
  };
  await refuseTakenName(flavor.name, () => db.insert(flavorTable).values(row));
  return show(context, row);
}

export async function changeFlavor(
  context: FlavorContext,
  id: string,
  change: FlavorChange,
): Promise<Flavor> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const set = { ...given, ...(change.name !== undefined && { nameKey: keyOf(change.name) }) };
  const update = context.db.update(flavorTable).set({ id, ...set });
  const [row] = await refuseTakenName(change.name ?? id, () =>
    update.where(eq(flavorTable.id, id)).returning(),
  );
  if (row === undefined) throw notFound();
  return show(context, row);
}

export async function deleteFlavor({ db, to }: FlavorContext, id: string): Promise<void> {
  const gone = await db.delete(flavorTable).where(eq(flavorTable.id, id)).returning({ id: flavorTable.id });
  if (gone.length === 0) throw notFound();
  to.retract('flavor', [id]);
}

const notFound = () => new RequestError('resource.not-found', 'There is no such flavor');

function show({ clock, to }: FlavorContext, row: FlavorRow): Flavor {
  const flavor = toResource(row, isoNow(clock));
  to.publish([flavor]);
  return flavor;
}

async function refuseTakenName<T>(name: string, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new RequestError('name.taken', `There is a flavor ${name} already`);
  }
}

const toResource = (row: FlavorRow, asOf: string): Flavor => ({
  kind: 'flavor',
  id: row.id,
  backend: null,
  name: row.name,
  project: row.project,
  asOf,
  source: 'derived',
  stale: false,
  actions: [],
  status: row.disabled ? 'disabled' : 'active',
  vcpus: row.vcpus,
  memoryMiB: row.memoryMiB,
  diskGiB: row.diskGiB,
  description: row.description,
});
