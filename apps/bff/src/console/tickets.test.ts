import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { describe, expect, it } from 'vitest';
import { Tickets, ticketMs } from './tickets.ts';

const grant = { instance: 'lab:web-1', kind: 'serial', credential: 's1', address: '127.0.0.1' } as const;
const holder = { credential: 's1', address: '127.0.0.1' };

describe('a console ticket', () => {
  it('CO-1: is good once', () => {
    const tickets = new Tickets(new ManualClock());
    const { ticket } = tickets.issue(grant);
    expect(tickets.redeem(ticket, holder)).toMatchObject(grant);
    expect(tickets.redeem(ticket, holder)).toBeUndefined();
  });

  it('CO-1: 10,000 replays find nothing, in whatever order they come', async () => {
    const tickets = new Tickets(new ManualClock());
    let used = 0;
    for (let round = 0; round < 100; round++) {
      const { ticket } = tickets.issue(grant);
      const tries = Array.from({ length: 100 }, async () => {
        await Promise.resolve();
        if (tickets.redeem(ticket, holder) !== undefined) used++;
      });
      await Promise.all(tries);
    }
    expect(used).toBe(100);
  });

  it('CO-2: is void after its time', async () => {
    const clock = new ManualClock();
    const tickets = new Tickets(clock);
    const { ticket } = tickets.issue(grant);
    await clock.advance(ticketMs);
    expect(tickets.redeem(ticket, holder)).toBeUndefined();
    expect(ticketMs).toBeLessThanOrEqual(30_000);
  });

  it('CO-3: is void for another session and from another address, and gone after the attempt', () => {
    const tickets = new Tickets(new ManualClock());
    for (const by of [
      { ...holder, credential: 's2' },
      { ...holder, address: '10.0.0.9' },
    ]) {
      const { ticket } = tickets.issue(grant);
      expect(tickets.redeem(ticket, by)).toBeUndefined();
      expect(tickets.redeem(ticket, holder)).toBeUndefined();
    }
  });

  it('is not given out without end', async () => {
    const clock = new ManualClock();
    const tickets = new Tickets(clock);
    for (let n = 0; n < 50; n++) tickets.issue(grant);
    expect(() => tickets.issue(grant)).toThrow(/Too many/);
    await clock.advance(ticketMs);
    expect(() => tickets.issue(grant)).not.toThrow();
  });
});
