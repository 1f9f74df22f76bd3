import { type Prices, priceSettingSchema } from '@orrery/contract/prices/prices.ts';
import { eq } from 'drizzle-orm';
import { settingTable } from '../database/schema/security.ts';
import type { IdentityContext } from '../identity/context.ts';

type Context = Pick<IdentityContext, 'db' | 'clock'>;

const name = 'prices';

/** Null while nothing is priced, which is how it begins. */
export async function readPrices({ db }: Pick<Context, 'db'>): Promise<Prices | null> {
  const [row] = await db
    .select({ body: settingTable.body })
    .from(settingTable)
    .where(eq(settingTable.name, name));
  return row === undefined ? null : priceSettingSchema.parse(row.body).prices;
}

export async function writePrices({ db, clock }: Context, prices: Prices | null): Promise<void> {
  const change = { body: { prices }, changedAt: new Date(clock.now()) };
  await db
    .insert(settingTable)
    .values({ name, ...change })
    .onConflictDoUpdate({ target: settingTable.name, set: change });
}
