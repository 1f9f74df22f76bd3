import type { MoRef, VimValue } from '@orrery/vim25/values.ts';
import { describe, expect, it } from 'vitest';
import { Structure } from './structure.ts';

const seen = { asOf: '2026-11-22T12:00:00.000Z', source: 'poll' } as const;
const ref = (type: string, value: string): MoRef => ({ type, value });
const told = ({ type, value }: MoRef): VimValue => ({ $type: 'ManagedObjectReference', type, value });

const root = ref('Folder', 'group-d1');
const site = ref('Folder', 'group-d2');
const datacenter = ref('Datacenter', 'datacenter-3');
const vms = ref('Folder', 'group-v4');
const web = ref('Folder', 'group-v5');
const shop = ref('Folder', 'group-v6');
const cluster = ref('ClusterComputeResource', 'domain-c7');
const whole = ref('ResourcePool', 'resgroup-8');
const production = ref('ResourcePool', 'resgroup-9');
const app = ref('VirtualApp', 'resgroup-v10');
const stores = ref('Folder', 'group-s11');
const pod = ref('StoragePod', 'group-p12');

function structureOf(...objects: [MoRef, string, MoRef | null, Record<string, VimValue>?][]): Structure {
  const structure = new Structure();
  for (const [one, name, parent, more] of objects)
    structure.apply(one, { changes: { name, ...(parent ? { parent: told(parent) } : {}), ...more }, seen });
  return structure;
}

const fleet = () =>
  structureOf(
    [root, 'Datacenters', null],
    [site, 'Europe', root],
    [datacenter, 'Berlin', site],
    [vms, 'vm', datacenter],
    [web, 'web', vms],
    [shop, 'shop%2fold', web],
    [whole, 'Resources', cluster, { owner: told(cluster) }],
    [production, 'production', whole, { owner: told(cluster) }],
    [app, 'billing', production, { owner: told(cluster) }],
    [stores, 'datastore', datacenter],
    [pod, 'fast', stores],
  );

describe('where things stand', () => {
  it('is the data centre and the folders that clients show', () => {
    expect(fleet().standing(shop)).toEqual({ datacenter: 'Berlin', folder: 'web/shop/old' });
    expect(fleet().standing(vms)).toEqual({ datacenter: 'Berlin', folder: null });
    expect(fleet().standing(pod)).toEqual({ datacenter: 'Berlin', folder: null });
  });

  it('is told as far as the account may see', () => {
    const structure = structureOf([web, 'web', vms], [shop, 'shop', web]);
    expect(structure.standing(shop)).toEqual({ datacenter: null, folder: null });
    expect(structure.standing(null)).toEqual({ datacenter: null, folder: null });
  });

  it('has no data centre on a single host, whose clients show none', () => {
    const structure = structureOf(
      [ref('Datacenter', 'ha-datacenter'), 'ha-datacenter', ref('Folder', 'ha-folder-root')],
      [ref('Folder', 'ha-folder-vm'), 'vm', ref('Datacenter', 'ha-datacenter')],
    );
    expect(structure.standing(ref('Folder', 'ha-folder-vm'))).toEqual({ datacenter: null, folder: null });
  });

  it('ends in a ring, which there cannot be', () => {
    const structure = structureOf([web, 'web', shop], [shop, 'shop', web]);
    expect(structure.standing(web)).toEqual({ datacenter: null, folder: null });
  });

  it('follows a new name, another parent, and an end', () => {
    const structure = fleet();
    structure.apply(web, { changes: { name: 'www' }, seen });
    expect(structure.standing(shop).folder).toBe('www/shop/old');
    structure.apply(shop, { changes: { parent: told(vms) }, seen });
    expect(structure.standing(shop).folder).toBe('shop/old');
    structure.remove(datacenter);
    expect(structure.standing(shop).datacenter).toBeNull();
  });

  it('knows what stands in what', () => {
    const structure = fleet();
    expect(structure.isWithin(shop, datacenter)).toBe(true);
    expect(structure.isWithin(app, production)).toBe(true);
    expect(structure.isWithin(vms, web)).toBe(false);
  });
});

describe('resource pools', () => {
  it('are named after those that they lie in, without the one that is the whole cluster', () => {
    const structure = fleet();
    expect(structure.poolPath(whole)).toBeNull();
    expect(structure.poolPath(production)).toBe('production');
    expect(structure.poolPath(app)).toBe('production/billing');
    expect(structure.poolsOf(cluster).map(({ name }) => name)).toEqual(['production', 'billing']);
  });

  it('say their shares, limits and use in MHz and MiB', () => {
    const structure = fleet();
    const allocation = { reservation: '2000', limit: '-1', shares: { shares: '8000', level: 'high' } };
    const runtime = { cpu: { overallUsage: '1500' }, memory: { overallUsage: '1073741824' } };
    const changes = {
      'config.cpuAllocation': allocation,
      'config.memoryAllocation': { ...allocation, limit: '4096' },
      runtime,
    };
    structure.apply(production, { changes, seen });
    const [pool] = structure.poolsOf(cluster);
    expect(pool?.cpu).toEqual({ used: 1500, reserved: 2000, limit: null, level: 'high', shares: 8000 });
    expect(pool?.memory).toEqual({ used: 1024, reserved: 2000, limit: 4096, level: 'high', shares: 8000 });
    structure.apply(production, {
      changes: { 'config.cpuAllocation': { ...allocation, limit: '3000' } },
      seen,
    });
    expect(pool?.cpu).toMatchObject({ used: 1500, limit: 3000 });
  });
});

describe('groups of datastores', () => {
  it('say what is free and whether they are balanced', () => {
    const structure = fleet();
    expect(structure.podOf(stores)).toBeUndefined();
    const config = { enabled: 'true', defaultVmBehavior: 'automated' };
    const changes = {
      summary: { capacity: '1000', freeSpace: '400' },
      'podStorageDrsEntry.storageDrsConfig.podConfig': config,
    };
    structure.apply(pod, { changes, seen });
    expect(structure.podOf(pod)).toMatchObject({
      name: 'fast',
      capacityBytes: 1000,
      freeBytes: 400,
      balancer: { enabled: true, automation: 'full' },
    });
  });
});
