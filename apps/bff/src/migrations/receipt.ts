import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { InventoryService } from '../inventory/inventory-service.ts';

/** What the owners of an instance are told of a move: that it was moved, when, why and how long it stood still (MG-9). */
export function recordReceipt(inventory: Pick<InventoryService, 'journal'>, row: Migration): void {
  if (row.status !== 'succeeded' || row.backend === null || row.endedAt === null) return;
  const why =
    row.startedBy === 'drain' ? ' for maintenance' : row.startedBy === 'balancer' ? ' to spread load' : '';
  const pause = row.result?.pauseMs ?? null;
  inventory.journal.record(row.backend, {
    type: 'migration.receipt',
    severity: 'info',
    // No host: tenants read it.
    message: `${row.instanceName} was moved at ${row.endedAt.slice(11, 16)} UTC${why}${pause === null ? '' : `, ${durationOf(pause)} pause`}`,
    targetKind: 'instance',
    target: row.instance,
    targetName: row.instanceName,
    host: row.toHost,
    at: row.endedAt,
    ...(row.operation === null ? {} : { operation: row.operation }),
  });
}

const durationOf = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
