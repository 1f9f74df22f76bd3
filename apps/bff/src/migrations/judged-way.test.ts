import type { SurveyedWay } from '@orrery/provider-kit/migrator.ts';
import { describe, expect, it } from 'vitest';
import { judgeWay, type WayFacts } from './judged-way.ts';

const GiB = 1024 ** 3;
const way: SurveyedWay = {
  method: 'live',
  reasons: [],
  settings: ['bandwidth', 'downtimeMs'],
  offers: [],
  diskBytes: 0,
  bandwidth: null,
  downtimeMs: 300,
  relocation: null,
};
const facts: WayFacts = {
  survey: { memoryBytes: 4 * GiB, residentBytes: 2 * GiB },
  dirtying: [{ windowSeconds: 1, bytesPerSecond: 4e6, sampledPages: 2_048 }],
  settings: { bandwidth: null, downtimeMs: null, autoConverge: true, postCopy: false },
  learned: { bandwidth: undefined, aroundMs: undefined },
  past: [],
  reasons: [],
};
const priced = (change: Partial<WayFacts> = {}, surveyed: Partial<SurveyedWay> = {}) =>
  judgeWay({ ...way, ...surveyed }, { ...facts, ...change }).way;

describe('MG-21: before anything was ever moved that way', () => {
  it('there is a band at once, from sizes and what links are, with low confidence', () => {
    const { totalMs, basis, confidence, bytes } = priced();
    expect({ basis, confidence }).toEqual({ basis: 'sizes', confidence: 'low' });
    expect(totalMs?.low).toBeGreaterThan(2_000);
    expect(totalMs?.high).toBeLessThan(120_000);
    expect(bytes?.central).toBeGreaterThan(1.5 * GiB);
  });

  it('it is narrower where the links say how fast they are', () => {
    const width = (linkSpeed?: number) => {
      const { low, high } = priced({}, { linkSpeed }).totalMs ?? { low: 1, high: Infinity };
      return high / low;
    };
    expect(width(125e6)).toBeLessThan(width());
  });

  it('a limit that any path carries is what counts, not the path', () => {
    const settings = { ...facts.settings, bandwidth: 10e6 };
    expect(priced({ settings }).basis).toBe('measurement');
    expect(priced({ settings }).totalMs?.low).toBeGreaterThan(100_000);
  });

  it('once something was, that counts', () => {
    expect(priced({ learned: { bandwidth: 300e6, aroundMs: 2_000 } }).basis).toBe('measurement');
  });

  it('where nobody may limit a move, how long others took tells of the path', () => {
    const past = [{ memoryBytes: 4 * GiB, seconds: 40, withDisks: false }];
    const { totalMs, basis } = priced({ past }, { settings: [] });
    expect(basis).toBe('history');
    expect(totalMs?.low).toBeLessThanOrEqual(40_000);
    expect(totalMs?.high).toBeGreaterThanOrEqual(40_000);
  });
});
