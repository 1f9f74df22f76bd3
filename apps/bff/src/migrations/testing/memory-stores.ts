import { type KeptMove, keptMoveSchema } from '../kept-move.ts';
import type { MaintenanceMark, MaintenanceStore } from '../maintenance.ts';
import type { MoveStore } from '../move-store.ts';
import { type PlanRecord, planRecordSchema, type PlanStore } from '../plans/plan-record.ts';

const isOpen = (state: string) => state === 'queued' || state === 'running';

/** Keeps what a database would: texts, not objects. */
export function memoryMoveStore(): MoveStore & { all: () => KeptMove[] } {
  const kept = new Map<string, { text: string; shown: number }>();
  const read = ({ text, shown }: { text: string; shown: number }): KeptMove => ({
    ...keptMoveSchema.parse(JSON.parse(text)),
    shown,
  });
  const all = () => [...kept.values()].map(read);
  return {
    all,
    save: async move => {
      const shown = Math.max(move.shown, kept.get(move.row.id)?.shown ?? 0);
      kept.set(move.row.id, { text: JSON.stringify(move), shown });
    },
    saveShown: async (id, shown) => {
      const held = kept.get(id);
      if (held) held.shown = Math.max(held.shown, shown);
    },
    get: async id => all().find(({ row }) => row.id === id),
    unfinished: async () => all().filter(({ row }) => isOpen(row.status)),
    ended: async ({ limit, instance, after }) => {
      const ended = all()
        .map(({ row }) => row)
        .filter(({ status, instance: of }) => !isOpen(status) && (instance === undefined || of === instance))
        .toReversed();
      const start = after === undefined ? 0 : ended.findIndex(({ id }) => id === after.id) + 1;
      const items = ended.slice(start, start + limit);
      const last = items.at(-1);
      const more = last !== undefined && start + limit < ended.length;
      return {
        items,
        total: ended.length,
        next: more ? { createdAt: last.startedAt ?? last.asOf, id: last.id } : null,
      };
    },
  };
}

export function memoryPlanStore(): PlanStore {
  const kept = new Map<string, string>();
  const all = (): PlanRecord[] =>
    [...kept.values()].map(text => planRecordSchema.parse(JSON.parse(text))).toReversed();
  return {
    save: async record => void kept.set(record.plan.id, JSON.stringify(record)),
    get: async id => all().find(({ plan }) => plan.id === id),
    open: async () => all().filter(({ plan }) => plan.state === 'running' || plan.state === 'paused'),
    dropPreviews: async before => {
      for (const { plan } of all())
        if (plan.state === 'preview' && plan.createdAt < before) kept.delete(plan.id);
    },
    newest: async ({ limit }) => all().slice(0, limit),
  };
}

export function memoryMaintenanceStore(): MaintenanceStore {
  const marks = new Map<string, MaintenanceMark>();
  return {
    all: async () => [...marks].map(([host, mark]) => ({ host, ...mark })),
    set: async (host, mark) => void marks.set(host, mark),
    clear: async host => void marks.delete(host),
  };
}
