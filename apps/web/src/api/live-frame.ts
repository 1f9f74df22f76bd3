import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import { live } from './live.ts';
import { operationsStore, staleBackendsStore } from './live-state.ts';
import { mayAnywhere, sessionStore } from './session.ts';

const OPERATIONS_HELD = 25;
const BACKENDS_HELD = 50;

/** What the frame always shows: the newest operations, and backends that do not answer. Returns the end of it. */
export function followFrame(onEnded: (operation: Operation) => void): () => void {
  const session = sessionStore.get();
  const stops = [followOperations(onEnded)];
  if (session && mayAnywhere(session, 'fleet.read')) stops.push(followBackends());
  return () => stops.forEach(stop => stop());
}

function followOperations(onEnded: (operation: Operation) => void): () => void {
  let running = new Set<string>();
  return follow('operation', { q: '', sort: '-created', limit: OPERATIONS_HELD }, rows => {
    operationsStore.set(rows);
    for (const operation of rows)
      if (operation.endedAt !== null && running.has(operation.id)) onEnded(operation);
    running = new Set(rows.filter(operation => operation.endedAt === null).map(operation => operation.id));
  });
}

function followBackends(): () => void {
  return follow('backend', { q: 'status:down,degraded', sort: 'name', limit: BACKENDS_HELD }, rows =>
    staleBackendsStore.set(
      rows.map(({ id, name, lastSeenAt, partCount, partsUp }) => ({
        id,
        name,
        lastSeenAt,
        connections: partCount,
        silent: partCount - partsUp,
      })),
    ),
  );
}

function follow<K extends ResourceKind>(
  topic: K,
  { q, sort, limit }: { q: string; sort: string; limit: number },
  show: (rows: NonNullable<ReturnType<ReturnType<typeof live.rows<K>>['row']>>[]) => void,
): () => void {
  const rows = live.rows({ topic, q, sort });
  const stop = rows.subscribe(() => {
    const { loaded, order } = rows.getSnapshot();
    if (loaded) show(order.slice(0, limit).flatMap(id => rows.row(id) ?? []));
  });
  rows.setWindow({ offset: 0, limit });
  return () => {
    stop();
    rows.close();
  };
}
