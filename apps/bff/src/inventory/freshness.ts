import type { BackendPart } from '@orrery/contract/resources/backend.ts';

interface PartState {
  part: BackendPart;
  /** Milliseconds since 1970 of the last sign of life. */
  heardAt: number;
  /** Not heard of within the promise, though the connection was not reported lost. */
  lapsed: boolean;
}

export type FreshnessChange = 'lost' | 'lapsed' | 'returned' | 'none';

/**
 * When what a connection told may still be shown as current. Lost: the provider says so; what it owned becomes fresh
 * again only when listed again. Lapsed: silence beyond the promise; any sign of life ends it, as nothing was missed.
 */
export class Freshness {
  readonly #parts = new Map<string, PartState>();
  readonly #promiseMs: number;

  constructor(promiseMs: number) {
    this.#promiseMs = promiseMs;
  }

  get parts(): BackendPart[] {
    return [...this.#parts.values()].map(state => state.part);
  }

  /** `formerName`: the same connection, reported before its own name was known. */
  report(part: BackendPart, now: number, formerName?: string): FreshnessChange {
    if (formerName !== undefined && formerName !== part.name) this.#parts.delete(formerName);
    const before = this.#parts.get(part.name);
    const heard = part.status === 'up';
    this.#parts.set(part.name, {
      part,
      heardAt: heard ? now : (before?.heardAt ?? 0),
      lapsed: heard ? false : (before?.lapsed ?? false),
    });
    if (before?.part.status === 'up' && !heard) return 'lost';
    if (before === undefined && part.status === 'down') return 'lost';
    return heard && before?.lapsed === true ? 'returned' : 'none';
  }

  /** Data arrived through the part: a sign of life. True when that ended a lapse. */
  heard(name: string, now: number): boolean {
    const state = this.#parts.get(name);
    if (state === undefined || state.part.status !== 'up') return false;
    state.heardAt = now;
    state.part = { ...state.part, lastSeenAt: new Date(now).toISOString() };
    const returned = state.lapsed;
    state.lapsed = false;
    return returned;
  }

  /** Parts that have just broken their promise. */
  lapse(now: number): string[] {
    const names: string[] = [];
    for (const [name, state] of this.#parts) {
      if (state.part.status !== 'up' || state.lapsed || now - state.heardAt <= this.#promiseMs) continue;
      state.lapsed = true;
      names.push(name);
    }
    return names;
  }

  isFresh(name: string): boolean {
    const state = this.#parts.get(name);
    return state !== undefined && state.part.status === 'up' && !state.lapsed;
  }

  /** All parts are heard of: everything known of the backend held at this time. Undefined while any is not. */
  confirmedAt(): number | undefined {
    let oldest: number | undefined;
    for (const [name, state] of this.#parts) {
      if (!this.isFresh(name)) return undefined;
      oldest = Math.min(oldest ?? state.heardAt, state.heardAt);
    }
    return oldest;
  }
}
