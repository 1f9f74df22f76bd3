import type { WatchingFixture } from '@orrery/provider-kit/conformance/fixture.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { threadsOf } from '../load/host-load.ts';
import type { Role } from '../world/roles.ts';

/** Always at its limit, whatever the hour. */
const overworked = (role: Role): Role => ({ ...role, idle: 300, noise: 0 });

/** Work that the simulated guests are given, so that the data centre finds something to complain about. */
export function simulatedTrouble(dataCentre: SimulatedDataCentre): WatchingFixture {
  const { world } = dataCentre;
  const before = new Map<string, Role>();
  const found = (native: string) => {
    const instance = world.instances.get(native);
    if (!instance) throw new Error(`There is no instance ${native}`);
    return instance;
  };
  const work = (native: string) => {
    const instance = found(native);
    before.set(native, instance.role);
    instance.role = overworked(instance.role);
  };

  return {
    unbalance: async make => {
      const host = world.hosts.find(h => h.cluster.runs === 'vm' && !h.maintenance && h.reachable);
      const natives = [];
      for (let i = 0; i < 3; i++) natives.push(await make({ part: host?.name ?? null }));
      for (const native of natives) {
        work(native);
        const instance = found(native);
        instance.vcpus = Math.floor(threadsOf(instance.host) / 4);
        // What writes to little memory can be moved, however busy it is.
        instance.memoryMiB = 512;
        dataCentre.touch(instance);
      }
      return natives;
    },
    raise: async native => work(native),
    calm: async native => {
      const instance = found(native);
      instance.role = {
        ...(before.get(native) ?? instance.role),
        idle: 1,
        day: 0,
        burst: { share: 0, height: 0 },
      };
    },
  };
}
