import type { Quota } from '@orrery/contract/resources/identity.ts';
import { isFinished, laneOf, type OperationRecord } from '../operation-record.ts';
import type { BeginRequest, Intent, KnownRequest, OperationStore } from '../operation-store.ts';
import { type HeldReservation, heldOf, type Reservation } from '../reservation.ts';

/** The same behaviour without PostgreSQL (operation-store.test.ts holds both against one another). Survives a "crash". */
export function createMemoryOperationStore(quotas: ReadonlyMap<string, Quota> = new Map()): OperationStore {
  const records = new Map<string, OperationRecord>();
  const requests = new Map<string, KnownRequest>();
  const reserved = new Map<string, Reservation & { endedAt: number | null }>();
  const keyOf = (userId: string, key: string) => `${userId} ${key}`;
  const copy = (record: OperationRecord): OperationRecord => structuredClone(record);
  const isBusy = ({ target, action }: OperationRecord) =>
    [...records.values()].some(
      r => r.target === target && laneOf(r.action) === laneOf(action) && !isFinished(r),
    );
  const all = () => [...records.values()].map(copy);
  const held = (): HeldReservation[] =>
    [...reserved].flatMap(([operation, reservation]) => {
      const record = records.get(operation);
      return record ? [heldOf(record, reservation)] : [];
    });
  const intentsOf = (wanted: BeginRequest['records']): readonly Intent[] =>
    'plan' in wanted
      ? wanted.plan({ quotas, reservations: held() })
      : wanted.map(record => ({ record, reservation: null }));
  return {
    known: async (userId, key) => requests.get(keyOf(userId, key)),
    begin: async ({ records: wanted, key }) => {
      const earlier = key && requests.get(keyOf(key.userId, key.key));
      if (earlier && 'plan' in wanted) return { outcome: 'known', request: earlier };
      const begun = new Set<string>();
      const written: Intent[] = [];
      for (const intent of intentsOf(wanted)) {
        const { record } = intent;
        if (isBusy(record) || written.some(w => w.record.target === record.target)) continue;
        begun.add(record.id);
        written.push(intent);
      }
      if (begun.size === 0) return { outcome: 'begun', begun };
      if (earlier) return { outcome: 'known', request: earlier };
      for (const { record, reservation } of written) {
        records.set(record.id, copy(record));
        if (reservation) reserved.set(record.id, { ...reservation, endedAt: null });
      }
      if (key) requests.set(keyOf(key.userId, key.key), { hash: key.hash, reply: key.reply(begun) });
      return { outcome: 'begun', begun };
    },
    save: async record => {
      const before = records.get(record.id);
      if (!before || isFinished(before)) return;
      records.set(record.id, copy(record));
      const reservation = reserved.get(record.id);
      if (!reservation || !isFinished(record)) return;
      if (record.state !== 'succeeded') reserved.delete(record.id);
      else reservation.endedAt = Date.parse(record.endedAt ?? record.createdAt);
    },
    get: async id => {
      const found = records.get(id);
      return found && copy(found);
    },
    unfinished: async () => all().filter(record => !isFinished(record)),
    newest: async count => all().toReversed().slice(0, count),
    inBatch: async batch => all().filter(record => record.batch === batch),
    reservations: async () => structuredClone(held()),
    release: async operations => {
      for (const operation of operations) reserved.delete(operation);
    },
  };
}
