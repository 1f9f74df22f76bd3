import { exampleMigration } from '@orrery/contract/migrations/examples.ts';
import { describe, expect, it } from 'vitest';
import { passBars, ratePath, ratePoints, topRate } from './pass-series.ts';
import { compare } from './predicted.ts';
import { forward } from './shown-progress.ts';

describe('the picture of the passes', () => {
  it('falls from all there was to what is left now', () => {
    expect(passBars(exampleMigration)).toEqual([
      { pass: 0, leftBytes: 536_870_912 },
      { pass: 1, leftBytes: 181_403_648 },
      { pass: null, leftBytes: 36_700_160 },
    ]);
  });

  it('has no present once it is over, and no beginning when the oldest passes fell off', () => {
    const later = exampleMigration.passes.map(pass => ({ ...pass, pass: 9 }));
    const bars = passBars({ ...exampleMigration, passes: later, status: 'succeeded' });
    expect(bars.map(({ pass }) => pass)).toEqual([9]);
  });

  it('sets what is written against what is sent, a second', () => {
    const points = ratePoints(exampleMigration);
    expect(points[0]).toEqual({ fromMs: 100, atMs: 10_100, dirty: 16_567_500.8, sent: 52_428_800 });
    expect(points[1]).toEqual({ fromMs: 10_100, atMs: 12_500, dirty: null, sent: 52_428_800 });
    expect(topRate(points)).toBe(52_428_800);
  });

  it('draws to one scale from zero, and a gap as a gap', () => {
    const box = { width: 100, height: 50 };
    const points = [
      { fromMs: 100, atMs: 110, dirty: 5, sent: 10 },
      { fromMs: 110, atMs: 120, dirty: null, sent: 10 },
      { fromMs: 120, atMs: 140, dirty: 10, sent: 0 },
    ];
    expect(ratePath(points, 'sent', box)).toBe('M0 0L25 0L50 0L100 50');
    expect(ratePath(points, 'dirty', box)).toBe('M0 25L25 25M50 0L100 0');
    expect(ratePath([], 'sent', box)).toBe('');
  });
});

describe('the shown fraction', () => {
  it('never goes back while it is the same move', () => {
    const shown = { id: 'm', progress: 0.6 };
    expect(forward(shown, { id: 'm', progress: 0.5 }).progress).toBe(0.6);
    expect(forward(shown, { id: 'm', progress: null }).progress).toBe(0.6);
    expect(forward(shown, { id: 'm', progress: 0.7 }).progress).toBe(0.7);
    expect(forward(shown, { id: 'other', progress: 0.1 }).progress).toBe(0.1);
  });
});

describe('predicted and real', () => {
  const result = { totalMs: 14_000, pauseMs: 400, bytes: null, passes: 5, guestCheck: null };

  it('says whether what came lies within what was said', () => {
    expect(compare({ ...exampleMigration, result })).toEqual([
      { what: 'time', predicted: '13–17 s', real: '14 s', within: true },
      { what: 'pause', predicted: '100 ms (≤ 315 ms)', real: '400 ms', within: false },
      { what: 'bytes', predicted: '658–820 MiB', real: null, within: null },
    ]);
  });

  it('claims nothing where nothing was said', () => {
    const rows = compare({ predicted: null, result });
    expect(rows.map(({ within }) => within)).toEqual([null, null, null]);
  });
});
