import type { MigrationFixture } from '@orrery/provider-kit/conformance/migration-fixture.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { moveOutside } from '../migration/moving.ts';
import { refusals } from '../migration/survey.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import type { Hands } from './hands.ts';

/** What moves are tried with in a simulated data centre. */
export function simulatedMoves(dataCentre: SimulatedDataCentre, hands: Hands): MigrationFixture {
  const { world, moves } = dataCentre;
  const instanceOf = (native: string): SimInstance => {
    const found = world.instances.get(native);
    if (!found) throw new Error(`There is no instance ${native}`);
    return found;
  };
  const hostOf = (native: string): SimHost => {
    const found = world.hosts.find(host => host.native === native);
    if (!found) throw new Error(`There is no host ${native}`);
    return found;
  };
  const born = new Map<string, number>();
  return {
    make: async ({ method, name }) => {
      const runs = method === 'relocation' ? 'container' : 'vm';
      const host = world.hosts.find(h => h.cluster.runs === runs && isOpen(h) && h.cluster.hosts.length > 1);
      if (!host) throw new Error(`There are not two hosts for a ${runs}`);
      const { native, boots } = hands.make({ name, running: true, host });
      born.set(native, boots);
      return native;
    },
    destination: async (native, method) => {
      const instance = instanceOf(native);
      const to = instance.host.cluster.hosts.find(
        host => host !== instance.host && isOpen(host) && refusals(instance, host, method).length === 0,
      );
      if (!to) throw new Error(`There is nowhere for ${native} to go`);
      return to.native;
    },
    lasting: { bandwidth: 200 * 1_048_576 },
    hostOf: async native => {
      const there = world.hosts.filter(host => [...host.instances].some(i => i.native === native));
      if (there.length > 1) throw new Error(`${native} is on ${there.length} hosts`);
      return there[0]?.native ?? null;
    },
    hasRunThrough: async native => instanceOf(native).boots === born.get(native),
    moveOutside: async (native, toHost) => {
      const to = hostOf(toHost);
      if (!moveOutside(dataCentre, instanceOf(native), { to, startedBy: 'outside' }))
        throw new Error(`${native} cannot be moved by hand`);
      await moves.runningOn(native)?.ended;
    },
    outlivesUs: true,
  };
}

const isOpen = (host: SimHost): boolean => host.reachable && !host.maintenance;
