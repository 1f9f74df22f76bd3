import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { Undo } from '@orrery/provider-kit/undo.ts';
import { LibvirtError } from '@orrery/libvirt/errors.ts';
import { describe, expect, it } from 'vitest';
import { filterNameOf, writeFilter } from '../map/nwfilter.ts';
import { carryFilter, dropFilter, dropFilterHere } from './carry-filter.ts';
import { followMove } from './follow.ts';
import { type MoveHandle, writeHandle } from './handle.ts';
import { JobEvents } from './job-events.ts';
import type { Move } from './move.ts';

const uuid = '00000000-0000-4000-8000-000000000001';
const name = filterNameOf(uuid);
const written = writeFilter(uuid, []);
const guarded = `<domain><devices><interface type='network'><filterref filter='${name}'/></interface></devices></domain>`;
const open = `<domain><devices><interface type='network'/></devices></domain>`;
const off = { state: 5, reason: 1 };
const paused = { state: 3, reason: 1 };
const handedOver = { state: 3, reason: 2 };

/** Codes of libvirt's virErrorNumber. */
const codes = { NO_DOMAIN: 42, OPERATION_INVALID: 55, NO_NWFILTER: 62 };
const noMore = { domain: 0, level: 2, str1: null, str2: null, str3: null, int1: 0, int2: 0 };
const refuse = (code: keyof typeof codes): never => {
  throw new LibvirtError({ ...noMore, code: codes[code], message: code });
};

/** A daemon with at most this one domain, and the filters that it holds. */
class FakeHost {
  readonly name: string;
  filter: string | null = null;
  domain: string | null;
  state = off;
  /** A running guest of somebody else goes through the filter. */
  inUse = false;
  onState = (): void => {};

  constructor(host: string, domain: string | null = null) {
    this.name = host;
    this.domain = domain;
  }

  readonly #answers: Record<string, (args: { xml?: string }) => unknown> = {
    DomainLookupByUUID: () => (this.domain === null ? refuse('NO_DOMAIN') : { name: 'web', uuid, id: -1 }),
    DomainGetXMLDesc: () => this.domain ?? refuse('NO_DOMAIN'),
    DomainGetState: () => {
      this.onState();
      return this.domain === null ? refuse('NO_DOMAIN') : this.state;
    },
    DomainGetJobStats: () => refuse('OPERATION_INVALID'),
    DomainUndefineFlags: () => {
      this.domain = null;
    },
    NwfilterLookupByName: () => (this.filter === null ? refuse('NO_NWFILTER') : { name, uuid }),
    NwfilterGetXMLDesc: () => this.filter,
    NwfilterDefineXML: ({ xml }) => {
      this.filter = xml ?? null;
      return { name, uuid };
    },
    NwfilterUndefine: () => {
      if (this.inUse) refuse('OPERATION_INVALID');
      this.filter = null;
    },
  };

  get link() {
    const connection = {
      call: async (procedure: { name: string }, args: { xml?: string }) => {
        const answer = this.#answers[procedure.name];
        if (!answer) throw new Error(`${procedure.name} was not expected`);
        return answer(args);
      },
    };
    const reader = { domain: async () => undefined };
    const events = { rebooted: () => new Promise<void>(() => {}) };
    const record = { name: this.name, domains: new Map(), pools: new Map() };
    return {
      stopped: false,
      record,
      live: { connection, reader, events },
      work: async () => connection,
    };
  }
}

function moveBetween(from: FakeHost, to: FakeHost, change: Partial<MoveHandle> = {}) {
  const clock = new ManualClock();
  const handle: MoveHandle = {
    from: from.name,
    to: to.name,
    method: 'cold',
    at: clock.now(),
    was: 'stopped',
    uptime: null,
    copies: [],
    guarded: true,
    ...change,
  };
  const tools = {
    backend: 'b',
    clock,
    links: [from.link, to.link],
    inventory: { flush: () => {}, hosts: new Map() },
    stopping: new AbortController().signal,
    paths: { learn: () => {} },
    jobs: new JobEvents(),
  };
  const control = {
    signal: new AbortController().signal,
    progress: () => {},
    bind: async () => {},
    moved: () => {},
  };
  const request = {
    id: `b:${uuid}`,
    operation: 'o',
    kind: 'instance',
    action: 'migrate',
    args: {},
    before: {},
  };
  const ref = { name: 'web', uuid, id: -1 };
  // Only these members are used by what is tested here.
  return { tools, control, request, ref, handle, from: from.link, to: to.link } as unknown as Move;
}

const follow = (move: Move) =>
  followMove(move.tools, { request: move.request, control: move.control, handle: writeHandle(move.handle) });

function guardedPair() {
  const from = new FakeHost('host1', guarded);
  from.filter = written;
  return { from, to: new FakeHost('host2') };
}

describe('the filter of an instance that moves', () => {
  it('is at the destination before it, as it was written, and is taken back when the move fails', async () => {
    const { from, to } = guardedPair();
    const undo = new Undo();
    await carryFilter(moveBetween(from, to), undo);
    expect(to.filter).toBe(written);
    expect(await undo.all()).toEqual([]);
    expect(to.filter).toBeNull();
    expect(from.filter).toBe(written);
  });

  it('is nothing to carry where its interfaces go through none', async () => {
    const { from, to } = guardedPair();
    const move = moveBetween(from, to, { guarded: false });
    await carryFilter(move, new Undo());
    await dropFilterHere(move);
    expect([from.filter, to.filter]).toEqual([written, null]);
  });

  it.each<[string, (host: FakeHost) => void]>([
    ['a definition of it refers to it', host => (host.domain = guarded)],
    ['a running guest uses it', host => (host.inUse = true)],
  ])('stays at a host where %s', async (_, change) => {
    const { from, to } = guardedPair();
    to.filter = written;
    change(to);
    const move = moveBetween(from, to);
    await dropFilter(move, move.to);
    expect(to.filter).toBe(written);
  });

  it('goes from a host whose definition goes through it no more', async () => {
    const { from, to } = guardedPair();
    from.domain = open;
    expect(await dropFilterHere(moveBetween(from, to))).toEqual([]);
    expect(from.filter).toBeNull();
  });

  it('goes once the source has let go of the guest that it handed over', async () => {
    const { from, to } = guardedPair();
    from.state = handedOver;
    let looks = 0;
    from.onState = () => {
      if (++looks === 5) from.domain = null;
    };
    const move = moveBetween(from, to);
    const clock = move.tools.clock;
    if (!(clock instanceof ManualClock)) throw new Error('It was made with this clock');
    const end = clock.play();
    expect(await dropFilterHere(move)).toEqual([]);
    end();
    expect(looks).toBe(5);
    expect(from.filter).toBeNull();
  });
});

describe.each<[MoveHandle['method'], Partial<MoveHandle>]>([
  ['cold', { was: 'stopped' }],
  // One that is paused has nothing in it that is asked afterwards.
  ['live', { was: 'paused' }],
])('after a crash of Orrery in a %s move', (method, more) => {
  const change = { method, ...more };
  const state = method === 'live' ? paused : off;

  it('it is removed at the source when the instance had arrived', async () => {
    const { from, to } = guardedPair();
    Object.assign(to, { domain: guarded, filter: written, state });
    // A cold move undefines it as its last step.
    if (method === 'live') from.domain = null;
    expect(await follow(moveBetween(from, to, change))).toMatchObject({ state: 'succeeded' });
    expect([from.domain, from.filter]).toEqual([null, null]);
    expect([to.domain, to.filter]).toEqual([guarded, written]);
  });

  it('it is removed at the destination when the instance had not', async () => {
    const { from, to } = guardedPair();
    from.state = state;
    to.filter = written;
    expect(await follow(moveBetween(from, to, change))).toMatchObject({ state: 'failed' });
    expect([from.filter, to.filter]).toEqual([written, null]);
  });
});
