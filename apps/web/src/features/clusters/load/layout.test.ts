import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alongBow, bowOf, flightsOf } from './flights.ts';
import { blockAt, blockOf, columnAt, gridOf, layOut } from './layout.ts';
import { balanceOf, yardstick } from './measure.ts';
import { nextBlock } from './next-block.ts';

// The layout reads these fields only.
const host = (id: string, change: Partial<Host> = {}) =>
  ({ id, threads: 8, memoryMiB: 1000, cpuPercent: 40, memoryUsedMiB: 500, ...change }) as Host;
const instance = (id: string, on: string, change: Partial<Instance> = {}) =>
  ({
    id,
    host: on,
    vcpus: 2,
    cpuPercent: 50,
    memoryMiB: 200,
    memoryUsedMiB: 100,
    powerState: 'running',
    networkBytesPerSecond: 10,
    diskBytesPerSecond: null,
    ...change,
  }) as Instance;

const none = { hosts: [], instances: [] };
const cpu = yardstick('cpu', none);
const size = { yardstick: cpu, width: 800, height: 300 };

describe('what a host and an instance take', () => {
  it('of processors: its percent of its own vCPUs, of all that the host has', () => {
    expect(cpu.shareOf(instance('i', 'h'), host('h'))).toBe(0.125);
    expect(cpu.shareOf(instance('i', 'h', { cpuPercent: null }), host('h'))).toBeNull();
    expect(cpu.loadOf(host('h'))).toBe(0.4);
  });

  it('of memory: what it uses, or was given while that is not measured', () => {
    const memory = yardstick('memory', none);
    expect(memory.shareOf(instance('i', 'h'), host('h'))).toBe(0.1);
    expect(memory.shareOf(instance('i', 'h', { memoryUsedMiB: null }), host('h'))).toBe(0.2);
    const stopped = instance('i', 'h', { memoryUsedMiB: null, powerState: 'stopped' });
    expect(memory.shareOf(stopped, host('h'))).toBeNull();
  });

  it('of the network: a part of what the busiest host moves', () => {
    const hosts = [host('a'), host('b')];
    const instances = [instance('x', 'a'), instance('y', 'a'), instance('z', 'b')];
    const { shareOf, loadOf } = yardstick('network', { hosts, instances });
    expect(hosts.map(loadOf)).toEqual([1, 0.5]);
    expect(shareOf(instance('x', 'a'), host('a'))).toBe(0.5);
    expect(yardstick('disk', { hosts, instances }).loadOf(host('a'))).toBeNull();
  });

  it('is too much only where it is known how much there is: the busiest host is no hot spot', () => {
    const hosts = [host('a', { cpuPercent: 96, memoryUsedMiB: 850 }), host('b')];
    const instances = [instance('x', 'a', { diskBytesPerSecond: 9 }), instance('z', 'b')];
    const tones = (['cpu', 'memory', 'network', 'disk'] as const).map(measure =>
      hosts.map(yardstick(measure, { hosts, instances }).toneOf),
    );
    expect(tones).toEqual([
      ['bad', 'normal'],
      ['warn', 'normal'],
      ['normal', 'normal'],
      ['normal', 'normal'],
    ]);
    const flow = { ...size, yardstick: yardstick('network', { hosts, instances }) };
    expect(layOut({ hosts, instances }, flow).columns.map(({ tone }) => tone)).toEqual(['normal', 'normal']);
  });

  it('imbalance is the standard deviation of the loads that are known', () => {
    expect(balanceOf([0.2, 0.4, null])).toEqual({
      mean: expect.closeTo(0.3),
      deviation: expect.closeTo(0.1),
      hosts: 2,
    });
    expect(balanceOf([null])).toBeNull();
  });
});

describe('the picture', () => {
  it('shows each instance on its host, as tall as its share', () => {
    const layout = layOut({ hosts: [host('a'), host('b')], instances: [instance('i', 'b')] }, size);
    const [a, b] = layout.columns;
    expect(a?.blocks).toEqual([]);
    const block = b?.blocks[0];
    expect(block?.height).toBeCloseTo(0.125 * ((b?.bottom ?? 0) - (b?.top ?? 0)));
    expect(blockAt(layout, { x: (block?.x ?? 0) + 1, y: (block?.y ?? 0) + 1 })?.instance.id).toBe('i');
  });

  it('begins another line where hosts could no longer be pointed at', () => {
    expect(gridOf(64, 1400)).toMatchObject({ lines: 1, perLine: 64 });
    expect(gridOf(64, 340)).toMatchObject({ lines: 3, perLine: 22 });
    expect(gridOf(0, 340)).toMatchObject({ lines: 1 });
    const hosts = Array.from({ length: 60 }, (_, n) => host(`h${n}`));
    const layout = layOut({ hosts, instances: [] }, { ...size, width: 300 });
    for (const column of layout.columns) {
      const middle = { x: column.x + column.width / 2, y: (column.top + column.bottom) / 2 };
      expect(columnAt(layout, middle)?.host.id).toBe(column.host.id);
    }
  });

  it('leaves its line in no case, and no block lies on another', () => {
    const fleets = fc.record({
      hosts: fc.array(fc.record({ threads: fc.integer({ min: 0, max: 64 }) }), { maxLength: 70 }),
      uses: fc.array(
        fc.record({
          on: fc.nat(69),
          cpuPercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
          vcpus: fc.integer({ min: 0, max: 64 }),
        }),
        { maxLength: 200 },
      ),
      width: fc.integer({ min: 30, max: 1400 }),
      height: fc.integer({ min: 60, max: 900 }),
    });
    fc.assert(
      fc.property(fleets, ({ hosts, uses, width, height }) => {
        const fleet = {
          hosts: hosts.map((h, n) => host(`h${n}`, h)),
          instances: uses.map(({ on, ...use }, n) => instance(`i${n}`, `h${on}`, use)),
        };
        const { columns, line, perLine } = layOut(fleet, { ...size, width, height });
        columns.forEach(({ blocks, bottom }, index) => {
          const top = Math.floor(index / perLine) * line;
          let below = bottom;
          for (const block of blocks) {
            expect(block.y + block.height).toBeCloseTo(below, 5);
            expect(block.y).toBeGreaterThanOrEqual(top - 0.001);
            below = block.y;
          }
        });
      }),
    );
  });
});

describe('a move in the picture', () => {
  const hosts = [host('a'), host('b')];
  const layout = layOut({ hosts, instances: [instance('i', 'a'), instance('j', 'b')] }, size);
  const move = {
    id: 'm',
    instance: 'i',
    instanceName: 'i',
    fromHost: 'a',
    toHost: 'b',
    progress: 0.5,
    forecast: null,
  };

  it('goes from its block to where the next block of the other host would be laid', () => {
    const [flight] = flightsOf(layout, [move]);
    const block = blockOf(layout, 'i');
    const top = blockOf(layout, 'j');
    expect(flight?.from.y).toBeCloseTo((block?.y ?? 0) + (block?.height ?? 0) / 2);
    expect(flight?.to.y).toBe(top?.y);
    expect(flight?.progress).toBe(0.5);
  });

  it('is not drawn when one of its ends is not here, or not known', () => {
    expect(
      flightsOf(layout, [
        { ...move, toHost: 'elsewhere' },
        { ...move, fromHost: null },
      ]),
    ).toEqual([]);
  });

  it('begins and ends at its ends', () => {
    const ends = { from: { x: 0, y: 10 }, to: { x: 50, y: 90 } };
    expect(alongBow(bowOf(ends), 0)).toEqual(ends.from);
    expect(alongBow(bowOf(ends), 1)).toEqual(ends.to);
  });
});

it('arrow keys reach every block, and stay at the edge', () => {
  const hosts = [host('a'), host('empty'), host('b')];
  const instances = [instance('big', 'a', { vcpus: 4 }), instance('small', 'a'), instance('only', 'b')];
  const layout = layOut({ hosts, instances }, size);
  const at = (id: string) => blockOf(layout, id);
  expect(nextBlock(layout, undefined, 'ArrowRight')?.instance.id).toBe('big');
  expect(nextBlock(layout, at('big'), 'ArrowUp')?.instance.id).toBe('small');
  expect(nextBlock(layout, at('small'), 'ArrowUp')?.instance.id).toBe('small');
  expect(nextBlock(layout, at('small'), 'ArrowRight')?.instance.id).toBe('only');
  expect(nextBlock(layout, at('only'), 'ArrowRight')?.instance.id).toBe('only');
  expect(nextBlock(layout, at('only'), 'ArrowLeft')?.instance.id).toBe('big');
});
