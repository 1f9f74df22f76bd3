import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Palette } from '../../../lib/palette.ts';
import { createBlockPainter } from './block-painter.ts';
import { layOut } from './layout.ts';
import { yardstick } from './measure.ts';

// Work is cut by time; here it is done in one go.
beforeEach(() => {
  vi.stubGlobal('performance', { now: () => 0 });
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});

// Layout and painting read these fields only.
const host = (id: string, change: Partial<Host> = {}) =>
  ({ id, name: id, status: 'up', threads: 8, cpuPercent: 40, ...change }) as Host;
const instance = (id: string, on: string, change: Partial<Instance> = {}) =>
  ({ id, host: on, vcpus: 2, cpuPercent: 50, status: 'running', ...change }) as Instance;

const look = { yardstick: yardstick('cpu', { hosts: [], instances: [] }), width: 300, height: 300 };
// Colours are handed on as they are.
const colours = {} as Palette;

/** Notes which columns are cleared; what else is asked of it does nothing. */
function canvas() {
  const cleared: number[] = [];
  const nothing = () => undefined;
  // As much of a context as the painter uses.
  const context = {
    clearRect: (x: number) => cleared.push(x),
    measureText: () => ({ width: 1 }),
    ...Object.fromEntries(
      ['fillRect', 'fillText', 'beginPath', 'moveTo', 'lineTo', 'closePath', 'fill'].map(name => [
        name,
        nothing,
      ]),
    ),
  } as unknown as CanvasRenderingContext2D;
  return { context, cleared };
}

it('paints again only the hosts that look different', () => {
  const { context, cleared } = canvas();
  const painter = createBlockPainter();
  const hosts = [host('a'), host('b')];
  const paint = (...instances: Instance[]) => {
    cleared.length = 0;
    painter.paint(context, { laid: layOut({ hosts, instances }, look), colours, fresh: false });
    return [...cleared];
  };
  // The whole canvas, then each host.
  expect(paint(instance('i', 'a'), instance('j', 'b'))).toEqual([0, 0, 140]);
  expect(paint(instance('i', 'a'), instance('j', 'b'))).toEqual([]);
  expect(paint(instance('i', 'a', { cpuPercent: 50.1 }), instance('j', 'b'))).toEqual([]);
  expect(paint(instance('i', 'a', { cpuPercent: 60 }), instance('j', 'b'))).toEqual([0]);
  expect(paint(instance('i', 'a', { cpuPercent: 60 }), instance('j', 'b', { status: 'migrating' }))).toEqual([
    140,
  ]);
  expect(paint(instance('i', 'a', { cpuPercent: 60 }))).toEqual([140]);
});

it('small changes add up: what is compared is what was painted', () => {
  const { context, cleared } = canvas();
  const painter = createBlockPainter();
  for (let cpuPercent = 50; cpuPercent < 52; cpuPercent += 0.1) {
    const laid = layOut({ hosts: [host('a')], instances: [instance('i', 'a', { cpuPercent })] }, look);
    painter.paint(context, { laid, colours, fresh: false });
  }
  // The first, and once more when the block had grown by half a pixel; not twenty times.
  expect(cleared.length).toBeGreaterThan(2);
  expect(cleared.length).toBeLessThan(8);
});

it('paints everything on an empty canvas, and when hosts stand elsewhere', () => {
  const { context, cleared } = canvas();
  const painter = createBlockPainter();
  const laid = layOut({ hosts: [host('a'), host('b')], instances: [] }, look);
  painter.paint(context, { laid, colours, fresh: true });
  cleared.length = 0;
  painter.paint(context, { laid, colours, fresh: true });
  expect(cleared).toEqual([0, 140]);
  cleared.length = 0;
  const more = layOut({ hosts: [host('a'), host('b'), host('c')], instances: [] }, look);
  painter.paint(context, { laid: more, colours, fresh: false });
  expect(cleared).toEqual([0, 0, 100, 200]);
});
