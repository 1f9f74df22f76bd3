import { exampleCandidate, exampleOptions } from '@orrery/contract/migrations/examples.ts';
import { migrateArgs } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationCandidate } from '@orrery/contract/migrations/options.ts';
import { describe, expect, it } from 'vitest';
import { argsOfSpeed, shareOfTyped } from './bulk-speed.ts';
import { actionCall } from './api-call.ts';
import { argsOf, bestWay, chooseFirst, chooseHost, isRight, MIB, ordered, wishOf } from './move-draft.ts';

const other = (host: string, change: Partial<MigrationCandidate> = {}): MigrationCandidate => ({
  ...exampleCandidate,
  host,
  hostName: host,
  recommended: false,
  ...change,
});
const refused = (host: string): MigrationCandidate =>
  other(host, {
    allowed: false,
    recommendedMethod: null,
    ways: exampleCandidate.ways.map(way => ({ ...way, allowed: false })),
  });

describe('what is chosen when the dialog opens', () => {
  it('is the recommended host by its recommended way', () => {
    const options = { candidates: [refused('a'), other('b'), exampleCandidate] };
    expect(chooseFirst(options)).toEqual({ host: 'lab:host2', method: 'live', settings: {} });
  });

  it('is the host that was pointed at, even one that can not take it: then it says why', () => {
    const options = { candidates: [exampleCandidate, other('b'), refused('c')] };
    expect(chooseFirst(options, 'b').host).toBe('b');
    expect(chooseFirst(options, 'c')).toMatchObject({ host: 'c', method: null });
  });

  it('is nothing when no host can take it', () => {
    expect(chooseFirst({ candidates: [refused('a')] })).toMatchObject({ host: null, method: null });
  });

  it('never is a way that is refused', () => {
    expect(bestWay({ ...exampleCandidate, recommendedMethod: 'block' })?.method).toBe('live');
  });
});

it('another host keeps the way if it has it', () => {
  const draft = { host: 'x', method: 'block', settings: { tls: true } } as const;
  const both = other('y', { ways: exampleCandidate.ways.map(way => ({ ...way, allowed: true })) });
  expect(chooseHost(draft, both)).toMatchObject({ host: 'y', method: 'block', settings: { tls: true } });
  expect(chooseHost(draft, other('z')).method).toBe('live');
});

it('hosts stand with the recommended first and the refused last', () => {
  const list = [refused('a'), other('b', { score: 0.2 }), other('c', { score: 0.9 }), exampleCandidate];
  expect(ordered(list).map(({ host }) => host)).toEqual(['lab:host2', 'c', 'b', 'a']);
});

describe('the request', () => {
  const way = exampleOptions.candidates[0]?.ways[0];

  it('is what the API takes, in its units, and only what the way offers', () => {
    const settings = { bandwidth: '50', downtimeMs: '', postCopy: true, tls: true };
    const args = argsOf({ host: 'h', method: 'live', settings }, way);
    expect(args).toEqual({ toHost: 'h', method: 'live', bandwidth: 52_428_800, postCopy: true });
    expect(migrateArgs.safeParse(args).success).toBe(true);
  });

  it('takes no number that the API would refuse', () => {
    expect(isRight('downtimeMs', '0')).toBe(false);
    expect(isRight('parallel', '17')).toBe(false);
    expect(isRight('bandwidth', 'fast')).toBe(false);
    expect(isRight('bandwidth', '')).toBe(true);
    expect(isRight('parallel', '4')).toBe(true);
  });

  it('can be pasted into a shell', () => {
    const call = actionCall('/instances/lab%3Aa/actions/migrate', { toHost: "it's" }, 'https://o');
    expect(call).toContain('curl -X POST https://o/api/v1/instances/lab%3Aa/actions/migrate');
    expect(call).toContain(String.raw`it'\''s`);
  });
});

describe('the speed of many', () => {
  it.each([
    ['', {}, undefined],
    ['100', { sharedBandwidth: 100 * MIB }, 50 * MIB],
    ['fast', {}, undefined],
    ['-3', {}, undefined],
  ])('MG-17: %j is asked for all of them, and predicted for one of two', (typed, args, share) => {
    expect(argsOfSpeed(typed)).toEqual(args);
    expect(shareOfTyped(typed)).toBe(share);
  });
});

describe('the wish that is predicted for', () => {
  it.each([
    [{}, {}],
    [
      { bandwidth: '64', downtimeMs: '500' },
      { bandwidth: 64 * MIB, downtimeMs: 500 },
    ],
    [{ bandwidth: '0', downtimeMs: 'soon' }, {}],
    [{ bandwidth: '', autoConverge: true, postCopy: false, tls: true }, { autoConverge: true }],
    [{ postCopy: true }, { postCopy: true }],
  ])('%j is asked as %j', (settings, wish) => {
    expect(wishOf(settings)).toEqual(wish);
  });
});
