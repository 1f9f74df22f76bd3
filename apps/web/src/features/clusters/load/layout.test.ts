import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockAt, layOut } from './layout.ts';
import { balanceOf, loadOf, shareOf } from './measure.ts';

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
    ...change,
  }) as Instance;
const size = { measure: 'cpu' as const, width: 800, height: 300 };

describe('what a host and an instance take', () => {
  it('of processors: its percent of its own vCPUs, of all that the host has', () => {
    expect(shareOf('cpu', instance('i', 'h'), host('h'))).toBe(0.125);
    expect(shareOf('cpu', instance('i', 'h', { cpuPercent: null }), host('h'))).toBeNull();
    expect(loadOf('cpu', host('h'))).toBe(0.4);
  });

  it('of memory: what it uses, or was given while that is not measured', () => {
    expect(shareOf('memory', instance('i', 'h'), host('h'))).toBe(0.1);
    expect(shareOf('memory', instance('i', 'h', { memoryUsedMiB: null }), host('h'))).toBe(0.2);
    const stopped = instance('i', 'h', { memoryUsedMiB: null, powerState: 'stopped' });
    expect(shareOf('memory', stopped, host('h'))).toBeNull();
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
    expect(b?.blocks).toHaveLength(1);
    const block = b?.blocks[0];
    expect(block?.height).toBeCloseTo(0.125 * (layout.bottom - layout.top));
    expect(blockAt(layout, { x: (block?.x ?? 0) + 1, y: (block?.y ?? 0) + 1 })?.instance.id).toBe('i');
  });

  it('leaves the picture in no case, and no block lies on another', () => {
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
      height: fc.integer({ min: 60, max: 900 }),
    });
    fc.assert(
      fc.property(fleets, ({ hosts, uses, height }) => {
        const fleet = {
          hosts: hosts.map((h, n) => host(`h${n}`, h)),
          instances: uses.map(({ on, ...use }, n) => instance(`i${n}`, `h${on}`, use)),
        };
        const { columns, bottom } = layOut(fleet, { ...size, height });
        for (const { blocks } of columns) {
          let below = bottom;
          for (const block of blocks) {
            expect(block.y + block.height).toBeCloseTo(below, 5);
            expect(block.y).toBeGreaterThanOrEqual(-0.001);
            below = block.y;
          }
        }
      }),
    );
  });
});
