import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHost, aRequest, gibBytes, seeded } from '../testing/hosts.ts';
import { capacityOf } from './capacity.ts';
import { publicReasons } from './explain.ts';
import { defaultPolicy, type GroupPolicy, type PlaceHost, type PlaceRequest, type Reach } from './model.ts';
import { place, placeAll, roomFor, withInstance } from './place.ts';

/** What no host reaches. */
const need = (what: Reach['what']): Reach => ({ what, backend: 'b', hosts: [] });
const options = () => ({ random: seeded(1) });
const refusedBy = (host: PlaceHost, request: PlaceRequest = aRequest()) =>
  place(request, [host], options()).verdicts[0]?.refusals.map(({ filter }) => filter);

describe('filters', () => {
  it.each<[string, Partial<PlaceHost>, Partial<PlaceRequest>]>([
    ['state', { up: false, reason: 'Maintenance' }, {}],
    ['state', { stale: true }, {}],
    ['kind', { runs: ['container'] }, {}],
    ['architecture', {}, { architecture: 'aarch64' }],
    ['cpu', {}, { vcpus: 17 }],
    ['cpu', { promised: { vcpus: 128, memoryMiB: 0 } }, {}],
    ['memory', { promised: { vcpus: 0, memoryMiB: 62_000 } }, {}],
    ['disk', { pools: [{ id: 'p', freeBytes: 5 * gibBytes }] }, {}],
    ['name', { names: new Set(['web']) }, {}],
    ['wish', {}, { host: 'other' }],
    ['wish', {}, { backend: 'other' }],
    ['wish', {}, { zone: 'z1' }],
    ['reach', {}, { reach: [{ what: 'network', backend: 'b', hosts: ['other'] }] }],
    ['reach', {}, { reach: [{ what: 'volume', backend: 'other', hosts: null }] }],
    ['group', { groups: new Map([['g', 1]]) }, { group: { name: 'g', policy: 'apart' } }],
  ])('%s refuses %j for %j', (filter, host, request) => {
    expect(refusedBy(aHost('h', host), aRequest(request))).toEqual([filter]);
  });

  it('tell every reason, not only the first', () => {
    const host = aHost('h', { up: false, promised: { vcpus: 200, memoryMiB: 65_536 } });
    expect(refusedBy(host)).toEqual(['state', 'cpu', 'memory']);
  });

  it('pass what is not known: pools without figures, hosts that do not say what they run', () => {
    const host = aHost('h', { runs: null, architecture: null, pools: [{ id: 'p', freeBytes: null }] });
    expect(refusedBy(host, aRequest({ architecture: 'aarch64' }))).toEqual([]);
  });
});

describe('choice', () => {
  it('prefers room, and a calm host to a busy one', () => {
    const full = aHost('full', { promised: { vcpus: 60, memoryMiB: 50_000 } });
    expect(place(aRequest(), [full, aHost('empty')], options()).host?.id).toBe('empty');
    const busy = aHost('busy', { cpuPercent: 95 });
    expect(place(aRequest(), [busy, aHost('calm', { cpuPercent: 5 })], options()).host?.id).toBe('calm');
  });

  it.each<[GroupPolicy, number]>([
    ['apart', 3],
    ['soft-apart', 3],
    ['together', 1],
    ['soft-together', 1],
  ])('a group that is %s takes %i of three equal hosts', (policy, distinct) => {
    const requests = ['a', 'b', 'c'].map(name => aRequest({ name, group: { name: 'g', policy } }));
    const placed = placeAll(requests, [aHost('1'), aHost('2'), aHost('3')], options());
    expect(new Set(placed.map(({ host }) => host?.id)).size).toBe(distinct);
  });

  it('a fourth that must keep apart fits nowhere on three hosts; one that would like to does', () => {
    const four = (policy: GroupPolicy) =>
      placeAll(
        ['a', 'b', 'c', 'd'].map(name => aRequest({ name, group: { name: 'g', policy } })),
        [aHost('1'), aHost('2'), aHost('3')],
        options(),
      ).map(({ host }) => host !== null);
    expect(four('apart')).toEqual([true, true, true, false]);
    expect(four('soft-apart')).toEqual([true, true, true, true]);
  });

  it('spreads equal requests over equal hosts', () => {
    const requests = Array.from({ length: 40 }, (_, n) => aRequest({ name: `n${n}` }));
    const hosts = Array.from({ length: 10 }, (_, n) => aHost(`h${n}`));
    const byHost = Map.groupBy(placeAll(requests, hosts, options()), ({ host }) => host?.id);
    expect([...byHost.values()].map(placed => placed.length)).toEqual(Array.from({ length: 10 }, () => 4));
  });
});

const anyHost = fc.record({
  threads: fc.integer({ min: 1, max: 32 }),
  memoryMiB: fc.integer({ min: 1024, max: 131_072 }),
  vcpus: fc.integer({ min: 0, max: 64 }),
  usedMiB: fc.integer({ min: 0, max: 65_536 }),
  freeGiB: fc.option(fc.integer({ min: 0, max: 400 })),
  up: fc.boolean(),
  stale: fc.boolean(),
});
const anyHosts = fc.array(anyHost, { minLength: 0, maxLength: 8 }).map(list =>
  list.map(({ threads, memoryMiB, vcpus, usedMiB, freeGiB, up, stale }, n) =>
    aHost(`h${n}`, {
      threads,
      memoryMiB,
      up,
      stale,
      promised: { vcpus, memoryMiB: usedMiB },
      pools: [{ id: `p${n}`, freeBytes: freeGiB === null ? null : freeGiB * gibBytes }],
    }),
  ),
);
const anyRequest = fc
  .record({
    vcpus: fc.integer({ min: 1, max: 16 }),
    memoryMiB: fc.integer({ min: 64, max: 32_768 }),
    gib: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ vcpus, memoryMiB, gib }) => aRequest({ vcpus, memoryMiB, diskBytes: gib * gibBytes }));

describe('whatever the hosts and the request', () => {
  it('never promises more than a host has, however many are placed', () => {
    fc.assert(
      fc.property(anyHosts, anyRequest, fc.nat(), (hosts, request, seed) => {
        const requests = Array.from({ length: 30 }, (_, n) => ({ ...request, name: `n${n}` }));
        const placed = placeAll(requests, hosts, { random: seeded(seed) });
        for (const host of hosts) {
          const here = placed.filter(one => one.host?.id === host.id).length;
          const left = capacityOf(host, defaultPolicy);
          if (here === 0) continue;
          expect(host.up && !host.stale).toBe(true);
          expect(here * request.vcpus).toBeLessThanOrEqual(left.vcpus);
          expect(here * request.memoryMiB).toBeLessThanOrEqual(left.memoryMiB);
          if (left.diskBytes !== null)
            expect(here * request.diskBytes).toBeLessThanOrEqual(left.diskBytes + 1);
        }
      }),
    );
  });

  it('says as many fit as can be placed one after the other', () => {
    fc.assert(
      fc.property(anyHosts, anyRequest, fc.nat(), (hosts, request, seed) => {
        const room = roomFor(request, hosts);
        if (room > 60) return;
        const requests = Array.from({ length: room + 1 }, (_, n) => ({ ...request, name: `n${n}` }));
        const placed = placeAll(requests, hosts, { random: seeded(seed) });
        expect(placed.filter(({ host }) => host !== null).length).toBe(room);
      }),
    );
  });

  it('decides the same for the same seed, and has a verdict on every host', () => {
    fc.assert(
      fc.property(anyHosts, anyRequest, fc.nat(), (hosts, request, seed) => {
        const once = place(request, hosts, { random: seeded(seed) });
        const again = place(request, hosts, { random: seeded(seed) });
        expect(again.host?.id).toBe(once.host?.id);
        expect(once.verdicts.map(({ host }) => host.id)).toEqual(hosts.map(({ id }) => id));
        for (const { refusals, score } of once.verdicts) expect(refusals.length === 0).toBe(score !== null);
        const fits = once.verdicts.some(({ score }) => score !== null);
        expect(once.host !== null).toBe(fits);
      }),
    );
  });

  it('tells tenants why, and never the name or id of a host', () => {
    fc.assert(
      fc.property(anyHosts, anyRequest, (hosts, request) => {
        const { host, verdicts } = place(request, hosts, options());
        if (host !== null) return;
        const reasons = publicReasons(verdicts, request);
        expect(reasons.length).toBeGreaterThan(0);
        const text = JSON.stringify(reasons);
        expect(text).not.toMatch(/secret|"h\d|No valid host/);
        for (const { code, message } of reasons) {
          expect(code).toMatch(/^placement\.[a-z-]+$/);
          expect(message.length).toBeGreaterThan(15);
        }
      }),
    );
  });

  it('an instance that is placed takes exactly its size', () => {
    fc.assert(
      fc.property(anyRequest, request => {
        const host = aHost('h');
        const after = withInstance(host, request);
        expect(capacityOf(host, defaultPolicy).memoryMiB - capacityOf(after, defaultPolicy).memoryMiB).toBe(
          request.memoryMiB,
        );
        expect(after.names.has(request.name)).toBe(true);
      }),
    );
  });
});

describe('words for tenants', () => {
  const why = (hosts: PlaceHost[], request: PlaceRequest) =>
    publicReasons(place(request, hosts, options()).verdicts, request).map(({ message }) => message);

  it('name the shortage and the largest that is free', () => {
    const hosts = [
      aHost('1', { promised: { vcpus: 0, memoryMiB: 42_496 } }),
      aHost('2', { promised: { vcpus: 0, memoryMiB: 60_000 } }),
    ];
    expect(why(hosts, aRequest({ memoryMiB: 65_536 }))).toEqual([
      'No place has 64 GiB of memory free; the largest free is 22 GiB',
    ]);
  });

  it.each<[Partial<PlaceHost>, Partial<PlaceRequest>, RegExp]>([
    [{ up: false }, {}, /unreachable or under maintenance/],
    [{ names: new Set(['web']) }, {}, /The name web is taken .* choose another/],
    [{}, { vcpus: 64 }, /No place has 64 CPUs free; the most that is free is 16 CPUs/],
    [{}, { zone: 'nowhere' }, /no place in the zone nowhere/],
    [{ runs: ['container'] }, {}, /no place that runs virtual machines/],
    [{}, { architecture: 'aarch64' }, /No place runs aarch64 images/],
    [{}, { reach: [need('network')] }, /reaches the network that was chosen; choose another/],
    [{}, { reach: [need('network'), need('network')] }, /^The networks .* do not meet in one place/],
    [{}, { reach: [need('network'), need('volume')] }, /^The network and volume .* do not meet/],
    [{}, { reach: [need('source')] }, /reaches the volume that it is made from$/],
  ])('for %j and %j', (host, request, expected) => {
    expect(why([aHost('h', host)], aRequest(request))).toEqual([expect.stringMatching(expected)]);
  });

  it('of nothing that was chosen when nothing was: what cannot be copied where it lies is the cause', () => {
    const lacks = 'It cannot make instances from snapshots';
    const hosts = [aHost('there', { lacks }), aHost('elsewhere', { backend: 'other', lacks })];
    const request = { backend: 'b', reach: [{ what: 'source', backend: 'b', hosts: null }] } as const;
    expect(why(hosts, aRequest(request))).toEqual([lacks]);
  });

  it('say so when there is nothing at all', () => {
    expect(why([], aRequest())).toEqual(['There is no place to run instances']);
  });
});

describe('what is stopped', () => {
  const host = aHost('h', { memoryMiB: 8_704, stopped: { vcpus: 0, memoryMiB: 6_144 } });

  it('keeps its place, as in Nova, and says so to those who may know hosts', () => {
    const { host: chosen, verdicts } = place(aRequest({ memoryMiB: 4_096 }), [host], { random: () => 0 });
    expect(chosen).toBeNull();
    expect(verdicts[0]?.refusals[0]?.message).toMatch(/^2 GiB of memory are free beside 6 GiB .* stopped/);
    expect(place(aRequest({ memoryMiB: 2_048 }), [host], { random: () => 0 }).host?.id).toBe('h');
  });

  it('can be left out by policy', () => {
    const policy = { ...defaultPolicy, keepsStopped: false };
    expect(place(aRequest({ memoryMiB: 4_096 }), [host], { random: () => 0, policy }).host?.id).toBe('h');
  });
});

it('a host that cannot do what is asked for says what, and tenants are told it when none can', () => {
  const lacks = 'It has no security groups';
  const { host, verdicts } = place(aRequest(), [aHost('a', { lacks })], { random: () => 0 });
  expect(host).toBeNull();
  expect(publicReasons(verdicts, aRequest())).toEqual([{ code: 'placement.unable', message: lacks }]);
  const mixed = [aHost('a', { lacks }), aHost('b')];
  expect(place(aRequest(), mixed, { random: () => 0 }).host?.id).toBe('b');
});
