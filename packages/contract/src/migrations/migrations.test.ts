import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exampleCandidate, exampleMigration, exampleOptions } from './examples.ts';
import { migrationSchema } from './migration.ts';
import {
  migrationBlockers,
  migrationCandidateSchema,
  migrationOptionsSchema,
  migrationReasonSchema,
} from './options.ts';
import { bandSchema, remedySchema } from './prediction.ts';
import { mostPassesShown } from './progress.ts';

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('a migration', () => {
  it('is understood, and comes out as it went in', () => {
    expect(migrationSchema.parse(exampleMigration)).toEqual(exampleMigration);
  });

  it('of which only a percentage is known is one too', () => {
    const bare = {
      ...exampleMigration,
      memory: null,
      disks: null,
      passes: [],
      limits: null,
      predicted: null,
    };
    expect(accepts(migrationSchema, { ...bare, forecast: null, backendPercent: 40 })).toBe(true);
  });

  const { forecast } = exampleMigration;
  it.each<[string, object]>([
    ['progress beyond the end', { progress: 1.2 }],
    ['a phase that no move has', { phase: 'warming-up' }],
    ['a status that is none', { status: 'migrating' }],
    ['a verdict that is none', { forecast: { ...forecast, verdict: 'hopeless' } }],
    [
      'a time that is no number',
      { forecast: { ...forecast, etaMs: { low: 1, central: Number.NaN, high: 3 } } },
    ],
    ['a time without end', { forecast: { ...forecast, etaMs: { low: 1, central: 2, high: Infinity } } }],
    ['more passes than are shown', { passes: Array(mostPassesShown + 1).fill(exampleMigration.passes[0]) }],
    ['a throttle of all', { memory: { ...exampleMigration.memory, throttlePercent: 100 } }],
  ])('is refused: %s', (_, over) => {
    expect(accepts(migrationSchema, { ...exampleMigration, ...over })).toBe(false);
  });
});

describe('a band', () => {
  it.each([
    [{ low: 1, central: 2, high: 3 }, true],
    [{ low: 2, central: 2, high: 2 }, true],
    [{ low: 3, central: 2, high: 4 }, false],
    [{ low: 1, central: 5, high: 4 }, false],
    [{ low: -1, central: 0, high: 1 }, false],
  ])('%j', (band, expected) => {
    expect(accepts(bandSchema, band)).toBe(expected);
  });
});

describe('a remedy', () => {
  const remedy = {
    kind: 'bandwidth',
    applies: 'now',
    value: 1e8,
    least: 9e7,
    chance: 0.97,
    etaMs: 4_000,
    pauseMs: 300,
  };
  it('has a value, or nothing to set', () => {
    expect(accepts(remedySchema, remedy)).toBe(true);
    expect(accepts(remedySchema, { ...remedy, kind: 'post-copy', value: null, least: null })).toBe(true);
    expect(accepts(remedySchema, { ...remedy, kind: 'prayer' })).toBe(false);
    expect(accepts(remedySchema, { ...remedy, chance: 1.1 })).toBe(false);
  });
});

describe('migration-options', () => {
  it('are understood, and come out as they went in', () => {
    expect(migrationOptionsSchema.parse(exampleOptions)).toEqual(exampleOptions);
  });

  it('recommend one host at most, and only one that is allowed', () => {
    const twice = {
      ...exampleOptions,
      candidates: [exampleCandidate, { ...exampleCandidate, host: 'lab:host3' }],
    };
    expect(accepts(migrationOptionsSchema, twice)).toBe(false);
    const ways = exampleCandidate.ways.map(way => ({ ...way, allowed: false }));
    expect(accepts(migrationCandidateSchema, { ...exampleCandidate, ways, allowed: false })).toBe(false);
  });

  it('a host is allowed exactly when one of its ways is', () => {
    const nothing = { ...exampleCandidate, recommended: false, ways: [] };
    expect(accepts(migrationCandidateSchema, nothing)).toBe(false);
    expect(accepts(migrationCandidateSchema, { ...nothing, allowed: false })).toBe(true);
  });

  it.each(migrationBlockers)('reason %s has a stable code of words and hyphens', code => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const reason = { code, severity: 'blocks', message: 'm', needed: null, found: null, advice: null };
    expect(accepts(migrationReasonSchema, reason)).toBe(true);
  });

  it('can be described to others', () => {
    const { properties } = z.toJSONSchema(migrationOptionsSchema, { io: 'output' });
    expect(Object.keys(properties ?? {})).toEqual([
      'instance',
      'fromHost',
      'candidates',
      'measuredAt',
      'measurement',
    ]);
  });
});
