import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { PastMove } from '@orrery/migration-model/history-prior.ts';

/** What moves between two hosts have reached, bytes per second, newest last. */
const remembered = 8;
/** Less says nothing of the link. */
const leastBytes = 64 * 1_048_576;
const pastMoves = 200;

/** Learns from moves that ended well: what the path between two hosts carries, how long moves of a size take. */
export class MoveHistory {
  readonly #paths = new Map<string, number[]>();
  readonly #past = new Map<string, PastMove[]>();

  learn(row: Migration): void {
    if (row.status !== 'succeeded' || row.result === null) return;
    const past = this.#past.get(row.backend ?? '') ?? [];
    const memoryBytes = row.memory?.totalBytes ?? row.predicted?.bytes?.central ?? row.result.bytes ?? 0;
    past.push({ memoryBytes, seconds: row.result.totalMs / 1000, withDisks: row.method === 'block' });
    this.#past.set(row.backend ?? '', past.slice(-pastMoves));
    const rate = rateOf(row);
    if (rate === null || row.fromHost === null || row.toHost === null) return;
    const key = pathOf(row.fromHost, row.toHost);
    this.#paths.set(key, [...(this.#paths.get(key) ?? []), rate].slice(-remembered));
  }

  /** The middle of what the last ones reached; undefined when none has. */
  bandwidth(from: string | null, to: string): number | undefined {
    const seen = from === null ? undefined : this.#paths.get(pathOf(from, to));
    return seen?.toSorted((a, b) => a - b)[Math.floor(seen.length / 2)];
  }

  past(backend: string): readonly PastMove[] {
    return this.#past.get(backend) ?? [];
  }
}

const pathOf = (from: string, to: string): string => `${from}\n${to}`;

/** One that was held back by a limit tells of the limit, not of the path. */
function rateOf({ phases, result, limits }: Migration): number | null {
  if (limits?.bandwidth !== null || !result?.bytes || result.bytes < leastBytes) return null;
  const copying = phases.filter(({ name }) => name === 'copy-memory' || name === 'copy-disks');
  const ms = copying.reduce((sum, { startedAt, endedAt }) => sum + span(startedAt, endedAt), 0);
  return ms < 500 ? null : (1000 * result.bytes) / ms;
}

const span = (from: string | null, to: string | null): number =>
  from === null || to === null ? 0 : Math.max(0, Date.parse(to) - Date.parse(from));
