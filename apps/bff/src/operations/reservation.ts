import { type Amounts, quotaItems } from '@orrery/contract/quota/quota.ts';
import type { Quota } from '@orrery/contract/resources/identity.ts';
import { z } from 'zod';
import type { OperationRecord } from './operation-record.ts';

export const nothing: Amounts = {
  instances: 0,
  vcpus: 0,
  memoryMiB: 0,
  volumes: 0,
  volumeGiB: 0,
  snapshots: 0,
  networks: 0,
  images: 0,
};

export const amountsOf = (some: Partial<Amounts>): Amounts => ({ ...nothing, ...some });

export function plus(a: Amounts, b: Amounts): Amounts {
  const sum = { ...a };
  for (const item of quotaItems) sum[item] += b[item];
  return sum;
}

/** How the inventory will show that what was reserved is there. */
export const expectationSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('there') }).describe('The target exists'),
  z.object({
    is: z.literal('instance'),
    runs: z.boolean(),
    /** Volumes that exist already and will be its disks. */
    attaches: z.number(),
  }),
  z.object({
    is: z.literal('grown'),
    vcpus: z.number().nullable(),
    memoryMiB: z.number().nullable(),
    capacityBytes: z.number().nullable(),
  }),
  z.object({ is: z.literal('snapshot'), name: z.string() }),
  /** In the catalogue by the id of the operation, or at the backend by its name. */
  z.object({ is: z.literal('image'), name: z.string() }),
]);
export type Expectation = z.infer<typeof expectationSchema>;

/** What an operation is going to take of its project's quota and of a host, until the inventory shows it. */
export interface Reservation {
  project: string | null;
  backend: string;
  host: string | null;
  amounts: Amounts;
  expects: Expectation;
}

/** A reservation as it stands, with what became of its operation. */
export interface HeldReservation extends Reservation {
  operation: string;
  kind: string;
  /** Id of the resource, provisional until it is known. */
  target: string;
  /** Name of what is made or changed. */
  name: string;
  /** Tags of an instance that is being made. */
  tags: readonly string[];
  /** When the operation succeeded, milliseconds since 1970; null while it runs. */
  endedAt: number | null;
}

/** All that a decision about quota and place may rest on, read under the lock. */
export interface Held {
  reservations: readonly HeldReservation[];
  /** Limits of the projects that were asked for; none for one that does not exist (any more). */
  quotas: ReadonlyMap<string, Quota>;
}

export function heldOf(
  { id, kind, target, targetName, creation }: OperationRecord,
  reservation: Reservation & { endedAt: number | null },
): HeldReservation {
  const tags = creation?.kind === 'instance' ? creation.spec.tags : [];
  return { operation: id, ...reservation, kind, target, name: targetName, tags };
}
