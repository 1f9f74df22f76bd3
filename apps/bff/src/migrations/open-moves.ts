import type { Db } from '../identity/context.ts';
import { createMoveStore } from './database-move-store.ts';
import { createMaintenanceStore } from './maintenance.ts';
import { type MovesOptions, MovesService } from './moves-service.ts';
import { createPlanStore } from './plans/database-plan-store.ts';

/** Moves that are kept in the database. */
export const openMoves = (
  db: Db,
  options: Omit<MovesOptions, 'store' | 'plans' | 'maintenance'>,
): MovesService =>
  new MovesService({
    ...options,
    store: createMoveStore(db),
    plans: createPlanStore(db),
    maintenance: createMaintenanceStore(db),
  });
