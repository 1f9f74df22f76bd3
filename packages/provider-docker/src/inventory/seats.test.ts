import type { Service } from '@orrery/contract/resources/cluster.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { beforeEach, expect, it } from 'vitest';
import { capabilitiesOf, dockerCapabilities } from '../capabilities.ts';
import type { HostRecord } from '../engine/facts.ts';
import type { NodeFacts, SwarmFacts } from '../engine/swarm-facts.ts';
import { containerFacts, hostRecord } from '../testing/records.ts';
import { FleetInventory } from './inventory.ts';
import { speaksForSwarm } from './seats.ts';

const now = '2026-01-01T00:00:00.000Z';
const node = (id: string, change: Partial<NodeFacts> = {}): NodeFacts => ({
  id,
  hostName: `host-${id}`,
  role: 'worker',
  availability: 'active',
  state: 'ready',
  ...change,
});
const swarm = (id: string, nodes: NodeFacts[], services: Service[] = []): SwarmFacts => ({
  id,
  asOf: now,
  source: 'poll',
  nodes: new Map(nodes.map(each => [each.id, each])),
  services,
});
const web: Service = {
  id: 's1',
  name: 'web',
  group: null,
  mode: 'replicated',
  image: 'web:1',
  wanted: 1,
  running: 1,
  ports: [],
  trouble: null,
};

let hosts: [HostRecord, HostRecord, HostRecord];
let mirror: InventoryMirror;
let inventory: FleetInventory;

const flush = () => {
  for (const host of hosts) inventory.changed(host.name, 'host');
  inventory.flush();
};
const clusterOf = (name: string) => mirror.get('host', `b:${name}`)?.cluster;
const clusters = () => mirror.all('cluster').map(({ id }) => id);

/** Host one manages host two; host three is in no swarm. */
function promote(...more: NodeFacts[]): void {
  const [one, two] = hosts;
  one.member = 'n1';
  two.member = 'n2';
  one.swarm = swarm('w', [node('n1', { role: 'leader' }), node('n2'), ...more], [web]);
  flush();
}

beforeEach(() => {
  hosts = [hostRecord('one'), hostRecord('two'), hostRecord('three')];
  mirror = new InventoryMirror(new ManualClock());
  inventory = new FleetInventory({ backend: 'b', backendName: 'Engines', engines: 3, now: () => now });
  inventory.open(mirror);
  for (const host of hosts) {
    inventory.hosts.set(host.name, host);
    inventory.list(host);
  }
});

it('engines of a swarm are its cluster, the others one of their backend', () => {
  promote(node('n9'));
  expect([clusterOf('one'), clusterOf('two')]).toEqual(['b:cluster:swarm:w', 'b:cluster:swarm:w']);
  expect(clusterOf('three')).toBe('b:cluster:all');
  expect(mirror.get('cluster', 'b:cluster:swarm:w')).toMatchObject({
    name: 'Engines (swarm)',
    hostCount: 2,
    services: [web],
    unreachedHosts: ['host-n9'],
  });
  expect(mirror.get('cluster', 'b:cluster:all')).not.toHaveProperty('services');
  expect(mirror.invalid).toEqual([]);
});

it('containers go with their engine, and back when it has left', () => {
  const [one] = hosts;
  one.containers.set('c1', containerFacts('c1'));
  promote();
  expect(mirror.get('instance', 'b:c1')?.cluster).toBe('b:cluster:swarm:w');
  for (const host of hosts) {
    host.member = null;
    host.swarm = null;
  }
  flush();
  expect(mirror.get('instance', 'b:c1')?.cluster).toBe('b:cluster:all');
  expect(clusters()).toEqual(['b:cluster:all']);
});

it('a cluster that has no engine any more is gone', () => {
  const [, , three] = hosts;
  three.member = 'n3';
  promote(node('n3'));
  expect(clusters()).toEqual(['b:cluster:swarm:w']);
});

it('is told as gone by its id: a list removes only what is older than its oldest row', () => {
  const [one, two, three] = hosts;
  const removed: string[] = [];
  const { remove } = mirror;
  mirror.remove = ids => {
    removed.push(...ids);
    remove(ids);
  };
  two.member = 'n2';
  three.member = 'n3';
  one.member = 'n1';
  one.swarm = swarm('w', [node('n1'), node('n2'), node('n3')]);
  inventory.list(one);
  expect(removed).toEqual(['b:cluster:all']);
});

it('a worker whose manager is not of the backend stays where it was', () => {
  const [, two] = hosts;
  two.member = 'n2';
  flush();
  expect(clusterOf('two')).toBe('b:cluster:all');
  expect(mirror.get('host', 'b:two')).not.toHaveProperty('membership');
});

it('a manager that is lost is believed less than one that answers', () => {
  const [one, two] = hosts;
  promote();
  two.swarm = swarm('w', [node('n1'), node('n2', { role: 'leader', availability: 'paused' })]);
  one.lost = 'gone';
  flush();
  expect(mirror.get('host', 'b:two')).toMatchObject({
    membership: { role: 'leader', availability: 'paused' },
    status: 'up',
    reason: 'Its swarm gives it no new tasks',
  });
  expect(speaksForSwarm(hosts, two)).toBe(true);
  one.lost = null;
  expect([speaksForSwarm(hosts, one), speaksForSwarm(hosts, two)]).toEqual([true, false]);
});

it('of two swarms each is called by the beginning of its id', () => {
  const [, , three] = hosts;
  three.member = 'n7';
  three.swarm = swarm('zzzzzzzz', [node('n7', { role: 'leader' })]);
  promote();
  expect(mirror.get('host', 'b:three')?.clusterName).toBe('Engines (swarm zzzzzz)');
});

it('a drained engine enters maintenance, and is in it when its last task has ended', () => {
  const [one, two] = hosts;
  const task = containerFacts('t1', { labels: { 'com.docker.swarm.service.name': 'web' } });
  two.containers.set('t1', task);
  two.containers.set('c1', containerFacts('c1'));
  promote();
  one.swarm = swarm('w', [node('n1'), node('n2', { availability: 'drained' })]);
  flush();
  expect(mirror.get('host', 'b:two')).toMatchObject({ status: 'entering-maintenance' });
  two.containers.set('t1', { ...task, state: { ...task.state, status: 'exited' } });
  flush();
  expect(mirror.get('host', 'b:two')).toMatchObject({ status: 'maintenance' });
  expect(mirror.get('instance', 'b:t1')).toMatchObject({ service: 'web', group: 'web' });
});

it('what Podman lacks is promised for no engine beside it', () => {
  const [one] = hosts;
  one.facts = { ...one.facts, isPodman: true };
  const table = capabilitiesOf(hosts);
  for (const name of ['instance.resize', 'instance.autostart', 'instance.migrate'] as const)
    expect(table[name], name).toMatch(/Podman/);
  expect(table['instance.stop']).toBe(true);
  expect(table['cluster.scaleService']).toMatch(/manages a swarm/);
});

it('only who manages a swarm claims what a swarm can do', () => {
  expect(capabilitiesOf(hosts)['host.enterMaintenance']).toMatch(/manages a swarm/);
  expect(capabilitiesOf(hosts)['instance.start']).toBe(true);
  promote();
  expect(capabilitiesOf(hosts)).toBe(dockerCapabilities);
});
