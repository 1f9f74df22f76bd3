import type { Migration } from '@orrery/contract/migrations/migration.ts';
import type { PastMove } from '@orrery/migration-model/history-prior.ts';

/** What moves on a route have reached, newest last. */
const remembered = 8;
/** Less says nothing of the link. */
const leastBytes = 64 * 1_048_576;
const pastMoves = 200;

/** What earlier moves tell of one that is still to begin; undefined where none does. */
export interface Learned {
  /** Bytes per second. */
  bandwidth: number | undefined;
  /** Of the whole, what was not copying: checking, preparing, tidying up, proving that the guest survived; ms. */
  aroundMs: number | undefined;
}

/**
 * Learns from moves that ended well: what a route between two hosts carries and what goes on around the copying, how
 * long moves of a size take. A route that nothing went over yet is taken to be like the others of its two hosts.
 */
export class MoveHistory {
  readonly #rates = new Recent();
  readonly #around = new Recent();
  readonly #past = new Map<string, PastMove[]>();

  learn(row: Migration): void {
    if (row.status !== 'succeeded' || row.result === null) return;
    const past = this.#past.get(row.backend ?? '') ?? [];
    const memoryBytes = row.memory?.totalBytes ?? row.predicted?.bytes?.central ?? row.result.bytes ?? 0;
    past.push({ memoryBytes, seconds: row.result.totalMs / 1000, withDisks: row.method === 'block' });
    this.#past.set(row.backend ?? '', past.slice(-pastMoves));
    if (row.fromHost === null || row.toHost === null) return;
    const keys = keysOf(row.fromHost, row.toHost);
    const rate = rateOf(row);
    if (rate !== null) this.#rates.add(keys, rate);
    const around = aroundOf(row);
    if (around !== null) this.#around.add(keys, around);
  }

  route(from: string | null, to: string): Learned {
    if (from === null) return { bandwidth: undefined, aroundMs: undefined };
    // The way back is the same link.
    const keys = [...keysOf(from, to), ...keysOf(to, from)];
    return { bandwidth: this.#rates.middle(keys), aroundMs: this.#around.middle(keys) };
  }

  past(backend: string): readonly PastMove[] {
    return this.#past.get(backend) ?? [];
  }
}

/** The last figures under each of several names, the most telling name first. */
class Recent {
  readonly #seen = new Map<string, number[]>();

  add(keys: readonly string[], figure: number): void {
    for (const key of keys) this.#seen.set(key, [...(this.#seen.get(key) ?? []), figure].slice(-remembered));
  }

  /** The middle of those under the first name that has any: one that was disturbed does not count much. */
  middle(keys: readonly string[]): number | undefined {
    const seen = keys.map(key => this.#seen.get(key)).find(figures => figures !== undefined);
    return seen?.toSorted((a, b) => a - b)[Math.floor(seen.length / 2)];
  }
}

const keysOf = (from: string, to: string): string[] => [`${from}\n${to}`, `off ${from}`, `to ${to}`];

/** Milliseconds that something was copied. */
function copyingMs({ phases }: Migration): number {
  const copying = phases.filter(({ name }) => name === 'copy-memory' || name === 'copy-disks');
  return copying.reduce((sum, { startedAt, endedAt }) => sum + span(startedAt, endedAt), 0);
}

/** One that was held back by a limit tells of the limit, not of the route. */
function rateOf(row: Migration): number | null {
  const { result, limits } = row;
  if (limits?.bandwidth !== null || !result?.bytes || result.bytes < leastBytes) return null;
  const ms = copyingMs(row);
  return ms < 500 ? null : (1000 * result.bytes) / ms;
}

/** Of moves that stop on their way the stop is the whole; those that fetch memory afterwards are predicted without. */
function aroundOf(row: Migration): number | null {
  const ms = copyingMs(row);
  const live = row.method === 'live' || row.method === 'block';
  const postCopy = row.phases.some(({ name }) => name === 'post-copy');
  return !live || postCopy || ms === 0 || row.result === null ? null : Math.max(0, row.result.totalMs - ms);
}

const span = (from: string | null, to: string | null): number =>
  from === null || to === null ? 0 : Math.max(0, Date.parse(to) - Date.parse(from));
