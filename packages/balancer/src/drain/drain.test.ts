import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaceHost, PlaceRequest } from '../placement/model.ts';
import { place, withInstance } from '../placement/place.ts';
import { aHost, aRequest } from '../testing/hosts.ts';
import { planDrain } from './drain.ts';
import type { DrainRequest, Leaver } from './model.ts';

const leaver = (id: string, more: Partial<PlaceRequest> = {}, rest: Partial<Leaver> = {}): Leaver => ({
  id,
  request: aRequest({ name: id, ...more }),
  admitted: null,
  seconds: 10,
  ...rest,
});

const drain = (leavers: readonly Leaver[], hosts: readonly PlaceHost[], more: Partial<DrainRequest> = {}) =>
  planDrain({ host: 'h0', leavers, hosts, perHost: 2, perPair: 1, ...more });

describe('emptying a host', () => {
  it('sends nothing to the host itself', () => {
    const plan = drain([leaver('a')], [aHost('h0'), aHost('h1', { cpuPercent: 99 })]);
    expect(plan.steps.map(({ to }) => to.id)).toEqual(['h1']);
  });

  it('counts on each place once: the second of two goes elsewhere, or stays with the reason', () => {
    const memoryMiB = 40_000;
    const leavers = [leaver('a', { memoryMiB }), leaver('b', { memoryMiB }), leaver('c', { memoryMiB })];
    const plan = drain(leavers, [aHost('h0'), aHost('h1'), aHost('h2')]);
    expect(plan.steps.map(({ to }) => to.id).toSorted()).toEqual(['h1', 'h2']);
    expect(plan.homeless).toMatchObject([
      { leaver: { id: 'c' }, obstacles: [{ hosts: 2, refusal: { filter: 'memory' } }] },
    ]);
  });

  it('places the largest first, whatever the order that they come in', () => {
    const leavers = [leaver('small', { memoryMiB: 30_000 }), leaver('large', { memoryMiB: 60_000 })];
    const plan = drain(leavers, [aHost('h0'), aHost('h1'), aHost('tiny', { memoryMiB: 32_000 })]);
    expect(plan.homeless).toEqual([]);
    expect(plan.steps.find(s => s.leaver.id === 'large')?.to.id).toBe('h1');
  });

  it('goes only where the back end admits it, and says so of the others', () => {
    const plan = drain([leaver('a', {}, { admitted: [] })], [aHost('h0'), aHost('h1'), aHost('h2')]);
    expect(plan.homeless[0]?.obstacles).toMatchObject([{ hosts: 2, refusal: { filter: 'backend' } }]);
  });

  it('makes waves, each as long as its longest, and says how long all of it takes', () => {
    const leavers = [5, 60, 50, 10].map((seconds, i) => leaver(`i${i}`, {}, { seconds }));
    const plan = drain(leavers, [aHost('h0'), aHost('h1'), aHost('h2')], { perPair: 2 });
    expect(plan.steps.map(({ wave, leaver: { seconds } }) => [wave, seconds])).toEqual([
      [1, 60],
      [1, 50],
      [2, 10],
      [2, 5],
    ]);
    expect(plan.seconds).toBe(70);
  });
});

const anyLeaver = fc.record({
  vcpus: fc.integer({ min: 1, max: 16 }),
  memoryMiB: fc.integer({ min: 64, max: 48_000 }),
  seconds: fc.integer({ min: 0, max: 600 }),
  admitted: fc.option(fc.subarray(['h1', 'h2', 'h3', 'h4'])),
  group: fc.option(fc.constantFrom('g1', 'g2')),
});
const anyRequest = fc
  .record({
    leavers: fc.array(anyLeaver, { maxLength: 25 }),
    promised: fc.array(fc.integer({ min: 0, max: 70_000 }), { minLength: 5, maxLength: 5 }),
    up: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    perHost: fc.integer({ min: 1, max: 8 }),
    perPair: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ leavers, promised, up, ...rest }) => ({
    ...rest,
    host: 'h0',
    hosts: promised.map((memoryMiB, i) =>
      aHost(`h${i}`, { promised: { vcpus: 0, memoryMiB }, up: up[i] ?? true }),
    ),
    leavers: leavers.map(({ vcpus, memoryMiB, group, ...more }, i) =>
      leaver(
        `i${i}`,
        { vcpus, memoryMiB, group: group === null ? null : { name: group, policy: 'apart' } },
        more,
      ),
    ),
  }));

describe('whatever has to leave', () => {
  it('is accounted for once, and goes where it fits in the world as it is by then', () => {
    fc.assert(
      fc.property(anyRequest, request => {
        const { steps, homeless } = planDrain(request);
        const named = [...steps, ...homeless].map(s => s.leaver.id);
        expect(named.toSorted()).toEqual(request.leavers.map(({ id }) => id).toSorted());
        let world = request.hosts;
        for (const {
          leaver: { request: wanted, admitted },
          to,
        } of steps) {
          expect(to.id).not.toBe(request.host);
          if (admitted !== null) expect(admitted).toContain(to.id);
          const there = world.filter(({ id }) => id === to.id);
          expect(place(wanted, there, { random: () => 0 }).host?.id).toBe(to.id);
          world = world.map(h => (h.id === to.id ? withInstance(h, wanted) : h));
        }
      }),
    );
  });

  it('stays only when no host takes it once the others are where they go', () => {
    fc.assert(
      fc.property(anyRequest, request => {
        const { homeless, after } = planDrain(request);
        for (const {
          leaver: { request: wanted, admitted },
          obstacles,
        } of homeless) {
          const open = after.filter(({ id }) => admitted?.includes(id) ?? true);
          expect(place(wanted, open, { random: () => 0 }).host).toBeNull();
          expect(obstacles.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('moves no more at once than it may', () => {
    fc.assert(
      fc.property(anyRequest, request => {
        const { steps, waves, seconds } = planDrain(request);
        let sum = 0;
        for (let wave = 1; wave <= waves; wave++) {
          const together = steps.filter(s => s.wave === wave);
          expect(together.length).toBeGreaterThan(0);
          expect(together.length).toBeLessThanOrEqual(request.perHost);
          for (const pair of Map.groupBy(together, s => s.to.id).values())
            expect(pair.length).toBeLessThanOrEqual(request.perPair);
          sum += Math.max(...together.map(s => s.leaver.seconds));
        }
        expect(seconds).toBe(sum);
        expect(steps.every(s => s.wave >= 1 && s.wave <= waves)).toBe(true);
      }),
    );
  });
});
