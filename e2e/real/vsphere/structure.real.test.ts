import { ProviderSession } from '@orrery/provider-kit/conformance/session.ts';
import * as machines from '@orrery/vim25/methods/virtual-machines.ts';
import { asText } from '@orrery/vim25/values.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vsphereLab } from '../../support/vsphere-lab.ts';
import { LabHands } from './lab-hands.ts';
import { vsphereFixture } from './vsphere-fixture.ts';

/** What the lab pushes is there within this, on a busy machine as well. */
const pushedMs = 60_000;

describe('how vCenter orders what it has', { timeout: 120_000 }, async () => {
  const fixture = await vsphereFixture();
  const hands = await LabHands.open(await vsphereLab.vcenter());
  let session: ProviderSession;

  beforeAll(async () => {
    await fixture.up();
    session = await ProviderSession.open(fixture, 'order');
  });
  afterAll(async () => {
    await session.stop();
    await hands.close();
    await fixture.down();
  });

  const folder = async (name: string) => {
    const found = await hands.list('Folder', ['name']);
    const one = found.find(({ properties }) => asText(properties['name']) === name);
    if (!one) throw new Error(`The lab has no folder ${name}`);
    return one.ref;
  };

  it('all stand in their data centre, and instances in the folders that clients show', () => {
    const { mirror } = session;
    for (const kind of ['cluster', 'host', 'instance', 'storage-pool', 'network'] as const)
      for (const { name, datacenter } of mirror.all(kind))
        expect({ name, datacenter }).toMatchObject({ datacenter: 'DC0' });
    const folders = new Set(mirror.all('instance').map(i => i.folder));
    expect(folders).toEqual(new Set([null, 'Workloads']));
  });

  it('instances follow when their folder gets another name', async () => {
    const { mirror } = session;
    const inside = mirror
      .all('instance')
      .filter(i => i.folder === 'Workloads')
      .map(i => i.id);
    expect(inside.length).toBeGreaterThan(0);
    const ref = await folder('Workloads');
    const follow = (name: string) => () =>
      inside.every(id => mirror.get('instance', id)?.folder === name) || null;
    try {
      await hands.ended(await machines.rename(hands.session, ref, 'conf-folder'));
      await mirror.waitFor('the new name', follow('conf-folder'), pushedMs);
    } finally {
      await hands.ended(await machines.rename(hands.session, ref, 'Workloads'));
    }
    await mirror.waitFor('the old name', follow('Workloads'), pushedMs);
  });

  it('clusters have resource pools with what they may use and do use', async () => {
    const { mirror } = session;
    const pooled = mirror.all('instance').filter(i => (i.resourcePool ?? null) !== null);
    expect(pooled.length).toBeGreaterThan(0);
    for (const { id } of mirror.all('cluster')) {
      const [pool] = mirror.get('cluster', id)?.resourcePools ?? [];
      expect(pool?.cpu).toMatchObject({ reserved: 10_400, limit: 41_600, level: 'high', shares: 8000 });
      expect(pool?.memory).toMatchObject({ reserved: 16_384, limit: null, level: 'normal' });
      const here = pooled.filter(i => i.cluster === id);
      expect(here.every(i => i.resourcePool === pool?.name)).toBe(true);
      expect(pool?.instanceCount).toBe(here.length);
      const used = () => (mirror.get('cluster', id)?.resourcePools?.[0]?.cpu.used ?? 0) > 0 || null;
      await mirror.waitFor('its use', used, pushedMs);
    }
  });

  it('storage pools say which group they are used as one with', () => {
    const grouped = session.mirror.all('storage-pool').filter(p => (p.poolGroup ?? null) !== null);
    expect(grouped.length).toBeGreaterThan(0);
    expect(grouped.length).toBeLessThan(session.mirror.all('storage-pool').length);
    for (const { poolGroup } of grouped) {
      expect(poolGroup).toMatchObject({
        name: 'DC0_POD0',
        balancer: { enabled: true, automation: 'manual' },
      });
      expect(poolGroup?.capacityBytes).toBeGreaterThan(poolGroup?.freeBytes ?? Number.POSITIVE_INFINITY);
    }
  });
});
