import { describe, expect, it } from 'vitest';
import { capacityGeometry } from './capacity.ts';
import { heatCellAt, heatGrid } from './heat.ts';
import { highlight } from './highlight.ts';
import { loadTone } from './load-tone.ts';
import { sparklinePath, sparklineRuns } from './sparkline.ts';
import { toneOf } from './status-tone.ts';

describe('status tones', () => {
  it.each([
    ['running', 'ok'],
    ['migrating', 'busy'],
    ['entering-maintenance', 'busy'],
    ['error', 'bad'],
    ['stopped', 'off'],
    ['a word from a newer server', 'off'],
  ])('%s is %s', (status, tone) => expect(toneOf(status)).toBe(tone));
});

describe('capacity', () => {
  it('draws overcommit to scale instead of cutting it off', () => {
    expect(capacityGeometry({ total: 64, used: 32, promised: 128 })).toEqual({
      used: 25,
      promised: 100,
      physical: 50,
    });
  });
  it('survives a host that reports nothing', () => {
    expect(capacityGeometry({ total: 0, used: 0, promised: 0 })).toEqual({
      used: 0,
      promised: 0,
      physical: 100,
    });
  });
});

describe('load tone', () => {
  it('changes only past a threshold', () => {
    expect([null, 79.9, 80, 95].map(percent => loadTone(percent))).toEqual([
      'normal',
      'normal',
      'warn',
      'bad',
    ]);
  });
});

describe('sparkline', () => {
  const size = { width: 102, height: 22 };
  it('leaves a gap where nothing was measured', () => {
    expect(sparklineRuns([1, 2, null, 3], size, 10).map(run => run.length)).toEqual([2, 1]);
  });
  it('draws each run along its values and closes it below the box, beyond the edges where it reaches them', () => {
    expect(sparklinePath([0, 100, null, 50, 0], { width: 82, height: 22 }, 100)).toBe(
      'M-3 25L-3 21L1 21L21 1L21 1V25ZM61 25L61 11L61 11L81 21L85 21V25Z',
    );
  });
  it('draws nothing for one point alone', () => {
    expect(sparklinePath([50], { width: 82, height: 22 }, 100)).toBe('');
  });
  it('starts at zero and ends at the right edge', () => {
    expect(sparklineRuns([0, 100], size, 100)).toEqual([
      [
        { x: 1, y: 21 },
        { x: 101, y: 1 },
      ],
    ]);
  });
});

describe('heat map', () => {
  it.each([1, 7, 96, 1000])('finds room for %i cells and each under its own point', count => {
    const size = { width: 300, height: 120 };
    const grid = heatGrid(count, size);
    expect(grid.columns * grid.cell).toBeLessThanOrEqual(size.width + 1e-9);
    expect(grid.rows * grid.cell).toBeLessThanOrEqual(size.height + 1e-9);
    for (const index of [0, count - 1]) {
      const x = ((index % grid.columns) + 0.5) * grid.cell;
      const y = (Math.floor(index / grid.columns) + 0.5) * grid.cell;
      expect(heatCellAt(grid, count, { x, y })).toBe(index);
    }
    expect(heatCellAt(grid, count, { x: size.width + 50, y: 5 })).toBeUndefined();
  });
});

describe('highlight', () => {
  it.each([
    ['xml', '<a b="1"><!-- c --></a>\n'],
    ['json', '{"a": [1, true, "x\\"y"]}'],
    ['text', 'plain'],
  ] as const)('loses nothing of %s', (language, code) => {
    expect(
      highlight(code, language)
        .map(token => token.text)
        .join(''),
    ).toBe(code);
  });
  it('tells names from values', () => {
    expect(highlight('<a b="1"/>', 'xml').map(token => token.kind)).toEqual([
      'name',
      'plain',
      'attribute',
      'plain',
      'value',
      'name',
    ]);
  });
});
