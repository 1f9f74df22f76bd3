import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostRecord } from '../testing/records.ts';
import { SlowDaemon } from '../testing/slow-daemon.ts';
import type { HostRecord } from './facts.ts';
import { HostReader } from './host-reader.ts';

const none = new AbortController().signal;

/** Calls, events and changes come in the order that the scheduler likes. */
function rig(scheduler: Scheduler) {
  const wait = (what: string) => scheduler.schedule(Promise.resolve(), what);
  const daemon = new SlowDaemon(wait);
  const record = hostRecord('kvm-1');
  const now = () => '2026-01-01T00:00:00Z';
  const reader = new HostReader({ record, connection: daemon.caller, now, changed: () => {} });
  return { wait, daemon, record, reader };
}
type Rig = ReturnType<typeof rig>;

const sorted = (entries: [string, unknown][]) =>
  Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));

const truth = ({ domains, networks, pools }: SlowDaemon) => ({
  domains: sorted([...domains]),
  networks: sorted([...networks]),
  pools: sorted(
    [...pools].map(([name, { uuid, volumes }]) => [name, { uuid, volumes: sorted([...volumes]) }]),
  ),
});

const known = ({ domains, networks, pools }: HostRecord) => ({
  domains: sorted([...domains].map(([uuid, { state }]) => [uuid, state.reason])),
  networks: sorted([...networks].map(([name, { ref, active }]) => [name, { uuid: ref.uuid, active }])),
  pools: sorted(
    [...pools].map(([name, { ref, volumes }]) => [
      name,
      {
        uuid: ref.uuid,
        volumes: sorted([...volumes].map(([volume, v]) => [volume, v.definition.capacityBytes])),
      },
    ]),
  ),
});

interface Change {
  what: 'domain' | 'network' | 'network anew' | 'pool' | 'volume' | 'list' | 'sweep';
  which: 'a' | 'b';
  volume: 'v' | 'w';
  /** It goes, else it comes or becomes this. */
  to: number | null;
  /** So much else may happen before it. */
  after: number;
}

/** Of one kind in each run, and mostly of one thing: that they meet. */
const kinds: Change['what'][][] = [['domain'], ['network', 'network anew'], ['pool', 'volume', 'volume']];
const changes = fc.constantFrom(...kinds).chain(kind =>
  fc.array(
    fc.record<Change>({
      what: fc.constantFrom(...kind, ...kind, 'list', 'sweep'),
      which: fc.constantFrom('a', 'a', 'b'),
      volume: fc.constantFrom('v', 'v', 'w'),
      to: fc.option(fc.nat(), { freq: 3 }),
      after: fc.constantFrom(0, 0, 5, 20),
    }),
    { minLength: 1, maxLength: 12 },
  ),
);

const put = <T>(map: Map<string, T>, key: string, value: T | null): void => {
  if (value === null) map.delete(key);
  else map.set(key, value);
};

/** Changes what is there; answers what tells of it: an event for all but volumes, of which we know when they are ours. */
function change(
  { daemon, reader }: Rig,
  { what, which, volume, to }: Change,
  n: number,
): () => Promise<unknown> {
  const ref = { name: which, uuid: daemon.networks.get(which)?.uuid ?? `${n}` };
  switch (what) {
    case 'domain':
      put(daemon.domains, which, to);
      return () => reader.domain(daemon.domainRef(which), 'event');
    case 'network':
      put(daemon.networks, which, to === null ? null : { uuid: ref.uuid, active: to % 2 === 0 });
      return () => reader.network(ref, 'event');
    case 'network anew': {
      const { uuid } = to === null ? ref : { uuid: `${n}` };
      put(daemon.networks, which, to === null ? null : { uuid, active: true });
      return () => reader.network({ name: which, uuid }, 'event');
    }
    case 'pool': {
      const uuid = (to === null ? daemon.pools.get(which)?.uuid : undefined) ?? `${n}`;
      put(daemon.pools, which, to === null ? null : { uuid, volumes: new Map([['v', to]]) });
      return () => reader.pool({ name: which, uuid }, 'event');
    }
    case 'volume': {
      const pool = daemon.pools.get(which);
      if (pool) put(pool.volumes, volume, to);
      const ref = daemon.volumeRef(which, volume);
      return () => (to === null ? reader.volumeGone(ref) : reader.volume(ref, 'event'));
    }
    case 'list':
      return () => reader.list(none);
    case 'sweep':
      return () => reader.sweep();
  }
}

const happen = async (all: Rig, list: Change[], one: (each: Change, n: number) => void): Promise<void> => {
  for (const [n, each] of list.entries()) {
    for (let step = 0; step <= each.after; step++) await all.wait('time');
    one(each, n);
  }
};

const endsAsTheHostIs = (course: (all: Rig, list: Change[]) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), changes, async (scheduler, list) => {
      const all = rig(scheduler);
      const end = course(all, list);
      await scheduler.waitIdle();
      await end;
      expect(known(all.record)).toEqual(truth(all.daemon));
    }),
    { numRuns: 300 },
  );

describe('however changes, events and slow answers fall', () => {
  it('the record is at last as the host is, once everything that was told has been read', () =>
    endsAsTheHostIs((all, list) =>
      happen(all, list, (each, n) => {
        const tell = change(all, each, n);
        // What we delete ourselves is known at once.
        if (each.what === 'volume' && each.to === null) void tell();
        else void all.wait('event').then(tell);
      }),
    ));

  it('it is after a list of everything that began after the last change, if nothing was told', () =>
    endsAsTheHostIs(async (all, list) => {
      await happen(all, list, (each, n) => {
        const tell = change(all, each, n);
        if (each.what === 'list' || each.what === 'sweep') void tell();
      });
      await all.reader.list(none);
    }));
});
