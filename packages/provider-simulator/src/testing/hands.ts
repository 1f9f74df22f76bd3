import { settle } from '../load/instance-load.ts';
import type { SimulatedDataCentre } from '../data-centre.ts';
import { seededRandom } from '../random/prng.ts';
import { buildInstance } from '../world/build-instances.ts';
import { choosers } from '../world/choosers.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import { discard } from '../world/world.ts';

/** Creating and destroying behind everybody's back: for tests, as creation is no capability of the simulator yet. */
export interface Hands {
  make: (spec: { name: string; running: boolean; host: SimHost }) => SimInstance;
  destroy: (native: string) => void;
}

export function handsOf(dataCentre: SimulatedDataCentre): Hands {
  const { world } = dataCentre;
  const random = seededRandom(dataCentre.settings.seed, 99);
  return {
    make: ({ name, running, host }) => {
      const now = dataCentre.clock.now();
      const { role, image } = choosers(world, host.cluster);
      const drawn = role(random);
      const plan = {
        name,
        running,
        role: drawn,
        cluster: host.cluster,
        host,
        flavor: drawn.flavors[0],
        image: image(drawn, random),
        application: 'docs',
        environment: 'dev',
        project: null,
        createdAt: now,
      };
      const instance = buildInstance(world, plan, { random, now });
      for (const volume of instance.volumes) dataCentre.touch(volume);
      dataCentre.touch(instance);
      dataCentre.announce(instance, { type: 'instance.created', message: `${name} was created` });
      return instance;
    },
    destroy: native => {
      const instance = world.instances.get(native);
      if (!instance) return;
      instance.powerState = 'stopped';
      settle(instance);
      dataCentre.context().gone(discard(world, instance, true));
    },
  };
}
