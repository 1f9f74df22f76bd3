import type { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import type { Reported } from '@orrery/provider-kit/reported.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bringToLife } from './bring-to-life.ts';
import type { SimulatedDataCentre } from './data-centre.ts';
import { handsOf } from './testing/hands.ts';
import { builtDataCentre, watch } from './testing/rig.ts';

/** Fields that say when and how it was learned, or that are measured in between: these may differ. */
const passing = new Set([
  'asOf',
  'source',
  'lastSeenAt',
  'latencyMs',
  'cpuPercent',
  'memoryUsedMiB',
  'diskBytesPerSecond',
  'networkBytesPerSecond',
]);

const lasting = (resource: Reported) =>
  Object.fromEntries(Object.entries(resource).filter(([key]) => !passing.has(key)));

const contents = (mirror: InventoryMirror) => {
  const all = [...mirror.resources.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return all.map(lasting);
};

const step = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60_000 }) }),
  fc.record({
    do: fc.constantFrom(
      'start',
      'forceStop',
      'pause',
      'resume',
      'suspend',
      'snapshot',
      'rename',
      'delete',
      'assign',
    ),
    at: fc.nat(),
  }),
  fc.record({ do: fc.constantFrom('cut' as const, 'heal' as const, 'create' as const), at: fc.nat() }),
);

const argsOf = (action: string, at: number): Record<string, unknown> =>
  action === 'snapshot' || action === 'rename'
    ? { name: `n${at}` }
    : action === 'assign'
      ? { project: `p${at % 3}` }
      : {};

function apply(dataCentre: SimulatedDataCentre, what: string, at: number): void {
  const { world } = dataCentre;
  const host = world.hosts[at % world.hosts.length];
  if (!host) return;
  if (what === 'cut') return dataCentre.breakHost(host.name);
  if (what === 'heal') return dataCentre.healHost(host.name);
  if (what === 'create')
    return void handsOf(dataCentre).make({ name: `new-${at}`, running: at % 2 === 0, host });
  const natives = [...world.instances.keys()];
  const native = natives[at % Math.max(1, natives.length)];
  if (native === undefined) return;
  try {
    dataCentre.outside(what, native, { args: argsOf(what, at) });
  } catch {
    // Refused in this state: as good a step as any.
  }
}

it('whatever happens, one who has watched all the time knows what one who looks now sees', async () => {
  const property = fc.asyncProperty(fc.integer(), fc.array(step, { maxLength: 60 }), async (seed, steps) => {
    const rig = await builtDataCentre({
      seed,
      instances: 24,
      hosts: 4,
      changesPerSecond: 300,
      flakyHosts: 1,
    });
    const end = bringToLife(rig.dataCentre);
    const watching = await watch(rig);
    for (const s of steps) {
      if ('ms' in s) await rig.clock.advance(s.ms);
      else apply(rig.dataCentre, s.do, s.at);
    }
    end();
    for (const host of rig.dataCentre.world.hosts) rig.dataCentre.healHost(host.name);
    // Longer than any boot, move or heartbeat, and shorter than the relist that would hide a lost update.
    await rig.clock.advance(190_000);
    const looking = await watch(rig);
    expect(contents(watching.mirror)).toEqual(contents(looking.mirror));
    expect(watching.mirror.invalid).toEqual([]);
    await Promise.all([watching.provider.stop(), looking.provider.stop()]);
  });
  await fc.assert(property, { numRuns: 40 });
});
