import type { Instance } from '@orrery/contract/resources/instance.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf } from './graph.ts';
import { layOut, type Rect } from './layout.ts';
import { neighbour } from './neighbour.ts';

// The picture reads these fields only.
const network = (id: string, name = id) => ({ id, name }) as Network;
const instance = (id: string, networks: string[], hostName: string | null = null) =>
  ({ id, name: id, backend: 'b', networks, hostName, interfaces: [] as unknown[] }) as Instance;

const wide = { width: 1000, byHost: false };
const keysOf = (lanes: readonly { key: string }[]) => lanes.map(({ key }) => key);

describe('what hangs where', () => {
  it('an instance on two networks stands in the lane of the first by name, and joins the other', () => {
    const { lanes } = graphOf([network('n1', 'web'), network('n2', 'data')], [instance('i', ['n1', 'n2'])]);
    expect(keysOf(lanes)).toEqual(['n2', 'n1']);
    expect(lanes[0]?.bunches[0]).toMatchObject({ also: ['n1'], instances: [{ id: 'i' }] });
    expect(lanes[1]).toMatchObject({ bunches: [], count: 1 });
  });

  it('networks with nothing on them stand apart; instances with no network come last', () => {
    const { lanes, empty } = graphOf(
      [network('n1'), network('n2')],
      [instance('a', []), instance('b', ['n1'])],
    );
    expect(lanes.map(({ name, count }) => [name, count])).toEqual([
      ['n1', 1],
      ['', 1],
    ]);
    expect(keysOf(empty.map(({ id }) => ({ key: id })))).toEqual(['n2']);
  });

  it('a network that is not ours to see, or that has a name only, is a lane without a page', () => {
    const named = {
      ...instance('i', []),
      interfaces: [{ mac: null, model: null, network: null, networkName: 'bridge', linkUp: null }],
    };
    expect(graphOf([], [named, instance('j', ['gone'])]).lanes).toMatchObject([
      { name: 'bridge', network: null },
      { name: 'gone', network: null },
    ]);
  });
});

describe('the picture', () => {
  it('leads a line to each further network', () => {
    const networks = ['a', 'b', 'c'].map(id => network(id));
    const { lanes, wires } = layOut(
      graphOf(networks, [instance('x', ['a', 'c']), instance('y', ['b'])]).lanes,
      wide,
    );
    expect(wires).toHaveLength(1);
    expect(wires[0]?.dots).toEqual([lanes[2]?.y]);
  });

  it('two lines share a track only where they pass no lane together', () => {
    const networks = ['a', 'b', 'c', 'd'].map(id => network(id));
    const apart = [instance('x', ['a', 'b']), instance('y', ['c', 'd'])];
    const xs = layOut(graphOf(networks, apart).lanes, wide).wires.map(({ x }) => x);
    expect(new Set(xs).size).toBe(1);
    const together = [instance('x', ['a', 'c']), instance('y', ['b', 'd'])];
    const others = layOut(graphOf(networks, together).lanes, wide).wires.map(({ x }) => x);
    expect(new Set(others).size).toBe(2);
  });

  it('stands each host with its instances together', () => {
    const fleet = [instance('x', ['a'], 'h1'), instance('y', ['a'], 'h2'), instance('z', ['a'], 'h1')];
    const { boxes, chips } = layOut(graphOf([network('a')], fleet).lanes, { width: 1000, byHost: true });
    expect(boxes.map(({ host }) => host)).toEqual(['h1', 'h2']);
    const [first, second] = boxes;
    const within = (box: Rect | undefined) =>
      chips.filter(chip => box !== undefined && inside(chip, box)).map(chip => chip.instance.id);
    expect(within(first)).toEqual(['x', 'z']);
    expect(within(second)).toEqual(['y']);
  });

  const fleets = fc.record({
    networks: fc.nat(12),
    attached: fc.array(
      fc.record({
        to: fc.uniqueArray(fc.nat(14), { maxLength: 4 }),
        host: fc.option(fc.nat(9).map(n => `h${n}`)),
      }),
      { maxLength: 200 },
    ),
    width: fc.integer({ min: 200, max: 2400 }),
    byHost: fc.boolean(),
  });
  type Fleet = typeof fleets extends fc.Arbitrary<infer F> ? F : never;
  const draw = ({ networks, attached, width, byHost }: Fleet, shuffled = false) => {
    const instances = attached.map(({ to, host }, n) =>
      instance(
        `i${n}`,
        to.map(k => `n${k}`),
        host,
      ),
    );
    const known = Array.from({ length: networks }, (_, n) => network(`n${n}`));
    const graph = shuffled ? graphOf(known.toReversed(), instances.toReversed()) : graphOf(known, instances);
    return { instances, layout: layOut(graph.lanes, { width, byHost }) };
  };

  it('shows every instance once, inside its lane, and nothing lies on anything else', () => {
    fc.assert(
      fc.property(fleets, fleet => {
        const { instances, layout } = draw(fleet);
        expect(layout.chips.map(({ instance: { id } }) => id).sort()).toEqual(
          instances.map(({ id }) => id).sort(),
        );
        expect(overlapping(layout.lanes)).toBeUndefined();
        expect(overlapping(layout.boxes)).toBeUndefined();
        const words = [...layout.chips, ...layout.notes, ...layout.lanes.map(({ head }) => head)];
        expect(overlapping(words)).toBeUndefined();
        for (const chip of layout.chips) expect(layout.lanes.some(lane => inside(chip, lane))).toBe(true);
        for (const wire of layout.wires)
          for (const { x, width } of words) expect(wire.x < x || wire.x > x + width).toBe(true);
      }),
    );
  });

  it('is the same for the same fleet, in whatever order it is told', () => {
    fc.assert(
      fc.property(fleets, fleet => {
        expect(draw(fleet, true).layout).toEqual(draw(fleet).layout);
      }),
    );
  });
});

describe('keys', () => {
  const places = [0, 1, 2, 3].map(n => ({
    x: (n % 2) * 100,
    y: Math.floor(n / 2) * 30,
    width: 90,
    height: 20,
  }));

  it('lead to the nearest in their direction, and nowhere at the edge', () => {
    expect(neighbour(places, 0, 'ArrowRight')).toBe(1);
    expect(neighbour(places, 0, 'ArrowDown')).toBe(2);
    expect(neighbour(places, 3, 'ArrowUp')).toBe(1);
    expect(neighbour(places, 1, 'ArrowRight')).toBe(1);
    expect(neighbour(places, 1, 'End')).toBe(3);
    expect(neighbour(places, 1, 'a')).toBeUndefined();
  });
});

function inside(inner: Rect, outer: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** The first two that lie on each other; sorted by their top, so that only near ones are compared. */
function overlapping(rects: readonly Rect[]): [Rect, Rect] | undefined {
  const sorted = rects.toSorted((a, b) => a.y - b.y);
  for (const [at, a] of sorted.entries())
    for (let next = at + 1; next < sorted.length; next++) {
      const b = sorted[next];
      if (!b || b.y >= a.y + a.height) break;
      if (a.x < b.x + b.width && b.x < a.x + a.width) return [a, b];
    }
  return undefined;
}
