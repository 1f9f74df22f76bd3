import { isFinished, laneOf, type OperationRecord } from '../operation-record.ts';
import type { KnownRequest, OperationStore } from '../operation-store.ts';

/** The same behaviour without PostgreSQL (operation-store.test.ts holds both against one another). Survives a "crash". */
export function createMemoryOperationStore(): OperationStore {
  const records = new Map<string, OperationRecord>();
  const requests = new Map<string, KnownRequest>();
  const keyOf = (userId: string, key: string) => `${userId} ${key}`;
  const copy = (record: OperationRecord): OperationRecord => structuredClone(record);
  const isBusy = ({ target, action }: OperationRecord) =>
    [...records.values()].some(
      r => r.target === target && laneOf(r.action) === laneOf(action) && !isFinished(r),
    );
  const all = () => [...records.values()].map(copy);
  return {
    known: async (userId, key) => requests.get(keyOf(userId, key)),
    begin: async ({ records: wanted, key }) => {
      const earlier = key && requests.get(keyOf(key.userId, key.key));
      const begun = new Set<string>();
      const written: OperationRecord[] = [];
      for (const record of wanted) {
        if (isBusy(record) || written.some(w => w.target === record.target)) continue;
        begun.add(record.id);
        written.push(copy(record));
      }
      if (begun.size === 0) return { outcome: 'begun', begun };
      if (earlier) return { outcome: 'known', request: earlier };
      for (const record of written) records.set(record.id, record);
      if (key) requests.set(keyOf(key.userId, key.key), { hash: key.hash, reply: key.reply(begun) });
      return { outcome: 'begun', begun };
    },
    save: async record => {
      const held = records.get(record.id);
      if (held && !isFinished(held)) records.set(record.id, copy(record));
    },
    get: async id => {
      const held = records.get(id);
      return held && copy(held);
    },
    unfinished: async () => all().filter(record => !isFinished(record)),
    newest: async count => all().toReversed().slice(0, count),
    inBatch: async batch => all().filter(record => record.batch === batch),
  };
}
