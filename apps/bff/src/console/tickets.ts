import type { ConsoleKind } from '@orrery/contract/console/console.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import { createHash, randomBytes } from 'node:crypto';
import { RequestError } from '../errors/request-error.ts';

/** Long enough for a slow page to open its socket, short enough to be of no use to whoever finds it later. */
export const ticketMs = 20_000;
/** Nobody opens so many consoles within that time. */
const mostPerCredential = 50;

/** What a ticket is good for, and for whom. */
export interface Grant {
  instance: string;
  kind: ConsoleKind;
  /** Session or API token that asked for it. */
  credential: string;
  address: string;
}

/**
 * One-time tickets (CO-1 to CO-4). Kept in memory only: a restart makes them void, which costs nobody more than a
 * click. A ticket is taken out before anything is compared, so whoever comes second finds nothing.
 */
export class Tickets {
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant & { expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(grant: Grant): { ticket: string; expiresAt: number } {
    this.#forgetOld();
    const own = [...this.#grants.values()].filter(({ credential }) => credential === grant.credential);
    if (own.length >= mostPerCredential)
      throw new RequestError('rate.limited', 'Too many consoles were asked for at once; wait half a minute');
    const ticket = randomBytes(32).toString('base64url');
    const expiresAt = this.#clock.now() + ticketMs;
    this.#grants.set(keyOf(ticket), { ...grant, expiresAt });
    return { ticket, expiresAt };
  }

  /** The grant, once; undefined for anybody else, any other place, any later time. */
  redeem(ticket: string, by: Pick<Grant, 'credential' | 'address'>): Grant | undefined {
    const key = keyOf(ticket);
    const grant = this.#grants.get(key);
    this.#grants.delete(key);
    if (grant === undefined || grant.expiresAt <= this.#clock.now()) return undefined;
    return grant.credential === by.credential && grant.address === by.address ? grant : undefined;
  }

  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [key, { expiresAt }] of this.#grants) if (expiresAt <= now) this.#grants.delete(key);
  }
}

/** The ticket itself is nowhere but with its holder; and a lookup by hash takes the same time for any guess. */
const keyOf = (ticket: string) => createHash('sha256').update(ticket).digest('base64');
