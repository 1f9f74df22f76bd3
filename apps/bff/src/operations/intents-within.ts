import { RequestError } from '../errors/request-error.ts';
import type { ActionQuota } from './api.ts';
import type { OperationRecord } from './operation-record.ts';
import type { BeginRequest, Intent } from './operation-store.ts';
import { type Held, heldOf } from './reservation.ts';

/** Why single members of a bulk request are refused, by operation id. */
export type Refusals = Map<string, { code: string; reason: string }>;

/**
 * Actions as intents, with what they take of quotas. With `refusals`, those beyond the quota are left out and noted
 * there; without, the first of them refuses the request.
 */
export function intentsWithin(
  records: readonly OperationRecord[],
  quota: ActionQuota | undefined,
  refusals?: Refusals,
): BeginRequest['records'] {
  const wanted = records.map(
    (record): Intent => ({ record, reservation: quota?.reservationOf(record) ?? null }),
  );
  const projects = new Set(wanted.flatMap(({ reservation }) => reservation?.project ?? []));
  if (quota === undefined || projects.size === 0) return records;
  const plan = (held: Held) => {
    const taken = [...held.reservations];
    return wanted.filter(({ record, reservation }) => {
      if (reservation === null) return true;
      try {
        quota.refuse(reservation, { ...held, reservations: taken });
      } catch (error) {
        if (refusals === undefined || !(error instanceof RequestError)) throw error;
        refusals.set(record.id, { code: error.reasons[0]?.code ?? error.code, reason: error.message });
        return false;
      }
      // Those that follow find it taken.
      taken.push(heldOf(record, { ...reservation, endedAt: null }));
      return true;
    });
  };
  return { projects: [...projects], plan };
}
