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
    ended: async ({ limit }) =>
      all()
        .map(({ row }) => row)
        .filter(({ status }) => !isOpen(status))
        .toReversed()
        .slice(0, limit),
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
