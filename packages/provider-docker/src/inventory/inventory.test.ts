import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { HostRecord } from '../engine/facts.ts';
import { containerFacts, hostRecord } from '../testing/records.ts';
import { FleetInventory } from './inventory.ts';

const seen = { asOf: '2026-01-01T00:00:00.000Z', source: 'poll' as const };
const image = (id: string, tags: string[]) => ({
  ...seen,
  id,
  tags,
  sizeBytes: 1,
  createdAt: null,
  labels: {},
});
const volume = (name: string) => ({ ...seen, name, driver: 'local', mountpoint: `/v/${name}`, labels: {} });
const network = {
  ...seen,
  driver: 'bridge',
  scope: 'local',
  internal: false,
  bridge: null,
  vlan: null,
  cidrs: ['10.0.0.0/24'],
  labels: {},
};
const mountOf = (name: string) => ({
  type: 'volume',
  volume: name,
  source: `/v/${name}`,
  destination: '/data',
  readOnly: false,
});

let one: HostRecord;
let two: HostRecord;
let mirror: InventoryMirror;
let inventory: FleetInventory;

beforeEach(() => {
  [one, two] = [hostRecord('one'), hostRecord('two')];
  mirror = new InventoryMirror(new ManualClock());
  inventory = new FleetInventory({ backend: 'b', backendName: 'Engines', engines: 2, now: () => seen.asOf });
  inventory.open(mirror);
  for (const host of [one, two]) {
    inventory.hosts.set(host.name, host);
    inventory.list(host);
  }
});

const change = (host: HostRecord, what: Parameters<FleetInventory['changed']>[1]) => {
  inventory.changed(host.name, what);
  inventory.flush();
};

describe('what the sink is told', () => {
  it('is by the contract', () => {
    one.volumes.set('v1', volume('v1'));
    one.containers.set(
      'c1',
      containerFacts('c1', { cpus: 1.5, memoryBytes: 64 << 20, mounts: [mountOf('v1')] }),
    );
    inventory.list(one);
    expect(mirror.invalid).toEqual([]);
    expect(mirror.get('instance', 'b:c1')).toMatchObject({
      instanceKind: 'container',
      hostName: 'one',
      vcpus: 2,
      memoryMiB: 64,
      status: 'running',
    });
    expect(mirror.get('cluster', 'b:cluster:all')).toMatchObject({ hostCount: 2, runningCount: 1 });
    expect(mirror.all('volume')).toMatchObject([{ status: 'in-use', attachedTo: ['b:c1'] }]);
  });

  it('is no size for a container without limits, which was promised nothing', () => {
    one.containers.set('c1', containerFacts('c1'));
    change(one, { container: 'c1' });
    expect(mirror.get('instance', 'b:c1')).toMatchObject({ vcpus: 0, memoryMiB: 0 });
    expect(mirror.get('host', 'b:one')).toMatchObject({ vcpusPromised: 0, memoryPromisedMiB: 0 });
  });

  it('is the container that has changed, and nothing of the others', () => {
    for (const id of ['c1', 'c2']) one.containers.set(id, containerFacts(id));
    inventory.list(one);
    one.containers.set('c1', containerFacts('c1', { name: 'renamed' }));
    one.containers.set('c2', containerFacts('c2', { name: 'not told yet' }));
    change(one, { container: 'c1' });
    expect(mirror.all('instance').map(i => i.name)).toEqual(['renamed', 'ct-c2']);
  });

  it('is that a container is gone, and its volume free', () => {
    one.volumes.set('v1', volume('v1'));
    one.containers.set('c1', containerFacts('c1', { mounts: [mountOf('v1')] }));
    inventory.list(one);
    one.containers.delete('c1');
    change(one, { container: 'c1' });
    expect(mirror.all('instance')).toEqual([]);
    expect(mirror.all('volume')).toMatchObject([{ status: 'available', attachedTo: [] }]);
    one.volumes.clear();
    change(one, 'volumes');
    expect(mirror.all('volume')).toEqual([]);
  });

  it('is one image for all engines that have it, until the last has it no more', () => {
    one.images.set('sha256:aa', image('sha256:aa', ['registry.example/team/web:1', 'web:1']));
    two.images.set('sha256:aa', image('sha256:aa', ['web:1']));
    change(one, 'images');
    expect(mirror.all('image')).toMatchObject([{ id: 'b:img:sha256:aa', name: 'web:1' }]);
    one.images.clear();
    change(one, 'images');
    expect(mirror.all('image')).toHaveLength(1);
    two.images.clear();
    change(two, 'images');
    expect(mirror.all('image')).toEqual([]);
  });

  it('is one network for what all engines have, and one each for what they were given', () => {
    for (const [host, id] of [
      [one, 'n1'],
      [two, 'n2'],
    ] as const) {
      host.networks.set(`b${id}`, { ...network, id: `b${id}`, name: 'bridge' });
      host.networks.set(id, { ...network, id, name: 'shop' });
      host.networks.set('ov', { ...network, id: 'ov', name: 'mesh', scope: 'swarm', driver: 'overlay' });
    }
    change(one, 'networks');
    expect(mirror.all('network').map(n => [n.id, n.hosts.length])).toEqual([
      ['b:net:bridge', 2],
      ['b:net:n1', 1],
      ['b:net:ov', 2],
      ['b:net:n2', 1],
    ]);
    two.networks.clear();
    change(two, 'networks');
    expect(mirror.get('network', 'b:net:bridge')?.hosts).toEqual(['b:one']);
    expect(mirror.get('network', 'b:net:n2')).toBeUndefined();
  });

  it('is an engine out of reach, with the cluster degraded', () => {
    two.lost = 'nothing listens there';
    change(two, 'host');
    expect(mirror.get('host', 'b:two')).toMatchObject({ status: 'unreachable', reason: two.lost });
    expect(mirror.get('cluster', 'b:cluster:all')).toMatchObject({ status: 'degraded', hostsUp: 1 });
  });

  it('is nothing when nothing has changed, and nothing more after it was closed', () => {
    one.containers.set('c1', containerFacts('c1'));
    change(one, { container: 'c1' });
    const { calls } = mirror;
    one.containers.set('c1', containerFacts('c1', { asOf: '2026-02-01T00:00:00.000Z', source: 'event' }));
    change(one, { container: 'c1' });
    expect(mirror.calls).toBe(calls);
    inventory.close();
    one.containers.delete('c1');
    change(one, { container: 'c1' });
    expect(mirror.calls).toBe(calls);
  });
});
