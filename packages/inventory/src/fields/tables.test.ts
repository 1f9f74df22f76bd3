import { describe, expect, it } from 'vitest';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';
import { type Resource, resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { compileQuery } from '../query/compile.ts';
import { type Field, type FieldTable, visibleFields } from '../query/fields.ts';
import { parseQuery } from '../query/parse.ts';
import { topology } from './common.ts';
import { instanceFields } from './compute.ts';
import { propertyNames } from './property-names.ts';
import { fieldTables } from './tables.ts';

const tables: readonly [string, FieldTable<Resource>][] = Object.entries(fieldTables);

/** Records which properties of a resource a field reads. */
function propertiesRead(field: Field<Resource>): Set<string> {
  const read = new Set<string>();
  const spy = new Proxy(
    {},
    {
      get: (_, property) => {
        read.add(String(property));
        // An empty list is also iterable and has no members to read on.
        return [
          'addresses',
          'interfaces',
          'networks',
          'volumes',
          'tags',
          'hosts',
          'members',
          'memberships',
        ].includes(String(property))
          ? []
          : null;
      },
    },
  );
  // The proxy answers every property: what is missing of a resource is never looked at.
  const resource = spy as Resource;
  const reads: (() => unknown)[] = [() => field.get(resource)];
  const { ref } = { ref: undefined, ...field };
  if (ref !== undefined) reads.push(() => ref.call(field, resource));
  for (const attempt of reads) {
    try {
      attempt();
    } catch {
      // Reading on from a null: the property itself is noted already.
    }
  }
  return read;
}

describe.each(tables)('fields of %s', (kind, table) => {
  const names = Object.entries(table).flatMap(([name, field]) => [name, ...(field.aliases ?? [])]);

  it('has names that can be written, none twice, none reserved', () => {
    for (const name of names) {
      expect(name).toMatch(/^[a-z][a-z0-9]*$/);
      expect(parseQuery(`${name}:1`).query.terms).toMatchObject([{ type: 'match', field: name }]);
    }
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('is');
    expect(names).not.toContain('has');
  });

  it('is known by the properties that answers have, too', () => {
    const definition = Object.values(resourceRegistry).find(known => known.kind === kind);
    const shape: unknown = definition && Reflect.get(definition.schema, 'shape');
    const properties = Object.keys(shape ?? {});
    const { find } = visibleFields(table, []);
    const called = Object.entries(propertyNames).find(([of]) => of === kind)?.[1] ?? {};
    expect(properties).toEqual(expect.arrayContaining(Object.keys(called)));
    for (const [property, field] of Object.entries(called)) expect(find(property)?.name).toBe(field);
    expect(find('asOf')?.name).toBe('confirmed');
  });

  it('RT-16: whatever reads a field that is blanked for tenants is restricted', () => {
    const definition = Object.values(resourceRegistry).find(known => known.kind === kind);
    const blanked = new Set(definition?.topologyFields.map(path => path.split('.')[0]));
    for (const [name, field] of Object.entries(table)) {
      const read = [...propertiesRead(field)].filter(property => blanked.has(property));
      expect([name, read.length > 0 && field.restricted !== topology]).toEqual([name, false]);
    }
  });
});

describe('tables', () => {
  it('there is one for every kind', () => {
    expect(Object.keys(fieldTables).sort()).toEqual([...resourceKinds].sort());
  });
});

const instance: Instance = {
  id: 'lab:1',
  kind: 'instance',
  backend: 'lab',
  name: 'web-1',
  project: 'p1',
  asOf: '2026-01-01T00:00:00.000Z',
  source: 'event',
  stale: false,
  actions: [],
  status: 'running',
  instanceKind: 'vm',
  host: 'lab:h1',
  hostName: 'kvm-1',
  cluster: 'lab:c',
  powerState: 'running',
  vcpus: 2,
  memoryMiB: 4_096,
  addresses: [{ address: '10.0.0.7', version: 4, mac: null, from: 'lease' }],
  image: 'debian-12',
  flavor: null,
  volumes: [],
  networks: ['lab:n1'],
  cpuPercent: 50,
  memoryUsedMiB: 1_024,
  diskBytesPerSecond: null,
  networkBytesPerSecond: null,
  tags: ['prod', 'env=live'],
  title: null,
  description: null,
  persistent: false,
  autostart: null,
  hasSavedState: false,
  agent: 'connected',
  health: 'unhealthy',
  architecture: 'x86_64',
  machineType: null,
  firmware: null,
  disks: [],
  interfaces: [
    { mac: '52:54:00:00:00:01', model: null, network: 'lab:n1', networkName: 'front', linkUp: true },
  ],
  consoles: [],
  createdAt: '2025-12-31T23:00:00.000Z',
  startedAt: null,
};

describe('an instance', () => {
  const now = () => Date.parse(instance.asOf);
  const ask = (q: string) => compileQuery(parseQuery(q), { table: instanceFields, now });

  it.each([
    'status:running host:kvm-1 cpu>40 tag:prod web',
    'host:"lab:h1"',
    'memory:4GiB memoryused<=1GiB memorypercent:25',
    'mem>3GiB vcpus:2',
    'address:10.0.0.* 10.0',
    'ip:10.0.0.7',
    'mac:"52:54:00:00:00:01"',
    'network:front network:"lab:n1"',
    'image:debian-* debian',
    'tag:env=live tag:env',
    'age:30m..2h created:2025-12-31',
    'is:attention is:transient !is:stale !is:autostart',
    '!has:flavor !has:disk has:tag',
    'kind:vm power:running agent:connected health:unhealthy arch:x86_64',
    'project:p1 backend:lab source:event confirmed>=2026-01-01',
    '"lab:1"',
  ])('matches %s', q => {
    expect(ask(q).problems).toEqual([]);
    expect(ask(q).matches(instance)).toBe(true);
  });

  it.each(['uptime>1s', 'disk>0', 'is:saved', 'cluster:other', 'db'])('does not match %s', q => {
    expect(ask(q).problems).toEqual([]);
    expect(ask(q).matches(instance)).toBe(false);
  });
});
