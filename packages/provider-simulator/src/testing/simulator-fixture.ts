import { simulatorSettingsSchema } from '@orrery/contract/backends/settings.ts';
import type {
  ActualInstance,
  ConformanceFixture,
  Timings,
} from '@orrery/provider-kit/conformance/fixture.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { SimulatedDataCentre } from '../data-centre.ts';
import { simulatorModule } from '../module.ts';
import { SimulatorProvider } from '../provider.ts';
import { seededRandom } from '../random/prng.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import { handsOf } from './hands.ts';
import { simulatedMoves } from './simulated-moves.ts';
import { simulatedTrouble } from './simulated-trouble.ts';
import { keepWatch } from '../watch/keep-watch.ts';
import { attachableIn, nativeOf, simulatedCreation } from './simulated-creation.ts';

const timings: Timings = {
  eventMs: 2_000,
  relistMs: 300_000,
  actionMs: 60_000,
  promptMs: 2_000,
  brokenMs: 5_000,
  healedMs: 10_000,
  metricsMs: 10_000,
};

/** The simulator behind the conformance suite: time runs by itself, so that hours pass in a second. */
export function simulatorFixture(): ConformanceFixture {
  const clock = new ManualClock();
  const settings = simulatorSettingsSchema.parse({
    kind: 'simulator',
    seed: 7,
    hosts: 9,
    instances: 18,
    clusters: 3,
    changesPerSecond: 20,
  });
  const dataCentre = new SimulatedDataCentre(clock, settings);
  const { world } = dataCentre;
  const hands = handsOf(dataCentre);
  const ends: (() => void)[] = [];
  let turn = 0;

  const hostNamed = (name: string | null): SimHost => {
    const open = world.hosts.filter(h => !h.maintenance && h.cluster === world.clusters[0]);
    const host = name === null ? open[turn++ % open.length] : world.hosts.find(h => h.name === name);
    if (!host) throw new Error(`There is no host ${name}`);
    return host;
  };
  const outside = (action: string) => async (native: string) => dataCentre.outside(action, native);

  return {
    module: simulatorModule,
    clock,
    random: seededRandom(7),
    timings,
    up: async () => {
      ends.push(clock.play());
      await dataCentre.populate();
      ends.push(keepWatch(dataCentre));
    },
    down: async () => {
      for (const end of ends.splice(0)) end();
    },
    open: context => new SimulatorProvider(context, dataCentre),
    probe: signal => simulatorModule.probe(settings, signal),
    probeWrong: null,

    makeInstance: async spec => {
      const made = hands.make({ name: spec.name, running: spec.running, host: hostNamed(spec.part) });
      if (spec.guest === 'deaf') dataCentre.deaf.add(made.native);
      return made.native;
    },
    destroyInstance: async native => hands.destroy(native),
    look: async native => actual(dataCentre, world.instances.get(native)),
    outside: {
      start: outside('start'),
      stop: outside('forceStop'),
      pause: outside('pause'),
      resume: outside('resume'),
      rename: async (native, name) => dataCentre.outside('rename', native, { args: { name } }),
      delete: outside('delete'),
    },

    // The world is built in up(); its names follow from the settings.
    parts: ['fra1-kvm-01', 'fra1-kvm-02', 'fra1-kvm-03'],
    breakPart: async part => dataCentre.breakHost(part),
    healPart: async part => dataCentre.healHost(part),

    spare: {
      pool: async () =>
        nativeOf(
          world.pools.find(p => p.name.includes('archive') && p.status === 'active') ?? world.pools[0],
        ),
      network: async () => nativeOf(world.networks.find(n => n.status === 'active')),
      volume: async () => nativeOf([...world.volumes.values()].find(v => v.attachedTo === null)),
    },
    consoles: ['serial', 'vnc'],
    creation: simulatedCreation(world),
    migration: simulatedMoves(dataCentre, hands),
    watching: simulatedTrouble(dataCentre),
    attachable: attachableIn(world),
    isActive: async (kind, native) => {
      const thing = dataCentre.find(kind, native);
      return (thing?.kind === 'network' || thing?.kind === 'storage-pool') && thing.status === 'active';
    },
    volumeExists: async native => world.volumes.has(native),

    hostileNames: [`<b>"it's" & so</b>`, 'con\u202Ef 界 🚀', '../../etc/passwd', '__proto__'],
    hasTasks: true,
    calls: () => [...dataCentre.calls.values()].reduce((sum, n) => sum + n, 0),
  };
}

function actual(dataCentre: SimulatedDataCentre, instance: SimInstance | undefined): ActualInstance | null {
  if (!instance) return null;
  const snapshots = [...dataCentre.world.snapshots.values()].filter(s => s.instance === instance);
  const { name, powerState, vcpus, memoryMiB, title, description, tags, project, autostart, hasSavedState } =
    instance;
  return {
    name,
    powerState,
    vcpus,
    memoryMiB,
    title,
    description,
    tags: [...tags],
    project,
    autostart,
    hasSavedState,
    snapshots: snapshots.map(s => s.name),
    boots: instance.boots,
  };
}
