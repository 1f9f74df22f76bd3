import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import { newCreation } from '../new-record.ts';
import type { Intent } from '../operation-store.ts';
import { amountsOf } from '../reservation.ts';
import { type Life, person, sim, type World } from './operations-rig.ts';

export const projectId = '5f0e8c1e-1111-4000-8000-000000000001';
export const maker = person('mia', { role: 'admin' });

/** An instance of some image of the data centre, to be made on its first host that is up. */
export function instanceIntent(life: Life, name: string): Intent {
  const { store } = life.inventory;
  const hosts = [...store.all('host')].filter(row => row.kind === 'host' && row.status === 'up');
  const image = [...store.all('image')].find(row => row.kind === 'image' && row.format === 'qcow2');
  const host = hosts[0]?.id ?? null;
  if (image === undefined || host === null) throw new Error('The data centre has no host or image');
  const spec: InstanceCreation = {
    name,
    title: null,
    description: null,
    tags: [],
    flavor: null,
    vcpus: 1,
    memoryMiB: 1024,
    diskGiB: 20,
    root: { from: 'image', image: image.id },
    volumes: [],
    networks: [],
    firstBoot: { hostname: name, sshKeys: [], userData: '#cloud-config\npassword: secret\n' },
    container: null,
    start: true,
  };
  const where = { backend: sim.id, host, project: projectId };
  const nowMs = life.inventory.runtime.now();
  const creation = { kind: 'instance', spec } as const;
  const record = newCreation({ viewer: maker, creation, args: {}, ...where, batch: null, nowMs });
  const amounts = amountsOf({ instances: 1, vcpus: 1, memoryMiB: 1024, volumes: 1, volumeGiB: 20 });
  const expects = { is: 'instance', runs: true, attaches: 0 } as const;
  return { record, reservation: { ...where, amounts, expects } };
}

/** Asks for it, once for each key. */
export const make = (life: Life, name: string, idempotencyKey = 'once') =>
  life.operations.reserve(maker, {
    projects: [projectId],
    idempotencyKey,
    asked: ['instance.create', name],
    plan: () => [instanceIntent(life, name)],
  });

/** Instances of that name in the data centre itself. */
export const madeIn = ({ dataCentre }: World, name: string) =>
  [...dataCentre.world.instances.values()].filter(instance => instance.name === name);
