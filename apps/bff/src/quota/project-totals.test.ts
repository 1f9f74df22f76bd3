import { expect, it } from 'vitest';
import { anImage, anInstance, aNetwork, aSnapshot, aVolume } from '../http/testing/samples.ts';
import { createInventory } from '../inventory/testing/inventory-rig.ts';
import { amountsOf } from '../operations/reservation.ts';
import { ProjectTotals } from './project-totals.ts';

const gib = 2 ** 30;
const catalogue = {
  owner: 'blue',
  sharedWith: [],
  description: null,
  sha256: null,
  receivedBytes: 0,
  source: { from: 'upload', fileName: null },
  problem: null,
  deprecated: false,
} as const;

it('LA-6: adds up what each project has, change by change', () => {
  const { inventory } = createInventory();
  inventory.publish([anInstance({ id: 'lab:old', project: 'blue', vcpus: 1, memoryMiB: 512 })]);
  const totals = new ProjectTotals(inventory.store);
  expect(totals.of('blue')).toEqual(amountsOf({ instances: 1, vcpus: 1, memoryMiB: 512 }));
  inventory.publish([
    anInstance({ project: 'blue', vcpus: 2, memoryMiB: 1024 }),
    aVolume({ project: 'blue', capacityBytes: 1.5 * gib }),
    aVolume({ id: 'lab:seed', project: 'blue', format: 'iso', capacityBytes: gib }),
    aNetwork({ project: 'blue' }),
    aSnapshot({ project: 'blue' }),
    anImage({ id: 'published', backend: null, catalogue: { ...catalogue, sharedWith: [] } }),
    anImage({ project: 'blue' }),
    aVolume({ id: 'lab:nobody', capacityBytes: gib }),
  ]);
  const all = { instances: 2, vcpus: 3, memoryMiB: 1536, volumes: 1, volumeGiB: 1.5 };
  expect(totals.of('blue')).toEqual({ ...all, snapshots: 1, networks: 1, images: 1 });
  inventory.publish([anInstance({ project: 'red', vcpus: 2, memoryMiB: 1024 })]);
  inventory.retract('instance', ['lab:old']);
  expect(totals.of('blue')).toMatchObject({ instances: 0, vcpus: 0, memoryMiB: 0, volumes: 1 });
  expect(totals.of('red')).toEqual(amountsOf({ instances: 1, vcpus: 2, memoryMiB: 1024 }));
});
