import { bringImageArgs } from '@orrery/contract/actions/host-actions.ts';
import { cachedName } from '@orrery/provider-libvirt/create/made-names.ts';
import { nativeIds } from '@orrery/provider-libvirt/ids.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CreationRig, freshCopy } from './creation-rig.ts';
import { labImage } from './kvm-creation.ts';
import { LabHands, labSockets } from './lab-hands.ts';

const hands = new LabHands(await labSockets());
let rig: CreationRig;
let serial = 0;
beforeAll(async () => {
  await hands.sweep();
  rig = await CreationRig.start();
});
afterAll(async () => {
  await rig?.provider.stop();
  await hands.sweep();
});

// Private pools have the same path on every host.
it('a copy goes from one host while disks stand on that of another', async () => {
  const image = await freshCopy(await labImage());
  rig.images.set(image.id, image);
  const bring = (host: string) =>
    rig.act('host', `lab:${host}`, 'bringImage', bringImageArgs.parse({ image: image.id }));
  const copyOn = (host: string) =>
    `lab:${nativeIds.volume(host, { pool: 'local', name: cachedName(image) })}`;
  for (const host of ['host1', 'host2']) await bring(host);
  const name = `conf-new-stands-${++serial}`;
  const id = await rig.make(rig.instance(name, image, { diskGiB: 0 }));
  await expect(rig.act('volume', copyOn('host1'), 'delete')).rejects.toMatchObject({
    code: 'resource.state',
    message: expect.stringContaining(`${name}-root`),
  });
  await rig.act('volume', copyOn('host2'), 'delete');
  const left = async (host: number) => (await hands.volumes(host, 'local')).includes(cachedName(image));
  expect([await left(1), await left(2)]).toEqual([true, false]);
  await rig.act('instance', id, 'delete', { withVolumes: true });
  await rig.act('volume', copyOn('host1'), 'delete');
  expect(await left(1)).toBe(false);
});
