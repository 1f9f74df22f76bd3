import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import { InventoryMirror } from '@orrery/provider-kit/conformance/mirror.ts';
import { ManualClock } from '@orrery/provider-kit/testing/manual-clock.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { readSnapshot } from '../map/snapshot.ts';
import { domainFacts, hostRecord } from '../testing/records.ts';
import { ClusterInventory } from './inventory.ts';
import { isMigrating, primaryCopy } from './placement.ts';

const web = '9e126a45-5039-4e97-887b-d2fa2650b97e';
const running = { state: domainStates.running, reason: 1 };
/** VIR_DOMAIN_PAUSED_MIGRATION */
const arriving = { state: domainStates.paused, reason: 2 };

describe('the copy that speaks for an instance', () => {
  const [one, two] = [hostRecord('kvm-1'), hostRecord('kvm-2')];
  const lost = { ...hostRecord('kvm-3'), lost: 'gone' };
  const copy = (host: typeof one, state?: { state: number; reason: number }) => ({
    host,
    facts: domainFacts(web, state ? { state } : {}),
  });

  it.each([
    ['the one that runs, not the one that arrives', [copy(one, running), copy(two, arriving)], 'kvm-1', true],
    ['the same, in any order', [copy(two, arriving), copy(one, running)], 'kvm-1', true],
    ['the one that runs, not the definition left behind', [copy(one), copy(two, running)], 'kvm-2', false],
    [
      'the one that answers, not what a lost host last said',
      [copy(lost, running), copy(two, running)],
      'kvm-2',
      false,
    ],
    ['where it was, when all else is equal', [copy(two), copy(one)], 'kvm-1', false],
    ['the only one, though its host is lost', [copy(lost, running)], 'kvm-3', false],
  ])('%s', (_, copies, host, migrating) => {
    expect(primaryCopy(copies, 'kvm-1')?.host.name).toBe(host);
    expect(isMigrating(copies)).toBe(migrating);
  });
});

describe('what the sink is told', () => {
  const hosts = { one: hostRecord('kvm-1'), two: hostRecord('kvm-2') };
  let mirror: InventoryMirror;
  let inventory: ClusterInventory;
  let moves: string[];

  beforeEach(() => {
    hosts.one = hostRecord('kvm-1');
    hosts.two = hostRecord('kvm-2');
    moves = [];
    mirror = new InventoryMirror(new ManualClock());
    inventory = new ClusterInventory({
      backend: 'b',
      backendName: 'Lab',
      hostCount: 2,
      now: () => '2026-01-01T00:00:00.000Z',
      onMoved: (uuid, from, to) => moves.push(`${uuid} ${from} ${to}`),
    });
    inventory.open(mirror);
    for (const host of Object.values(hosts)) {
      inventory.hosts.set(host.name, host);
      inventory.list(host);
    }
  });

  const change = (...names: string[]) => {
    for (const name of names) inventory.changed(name);
    inventory.flush();
  };
  const instance = () => mirror.get('instance', `b:${web}`);

  it('is by the contract', () => {
    hosts.one.domains.set(web, domainFacts(web, { state: running }));
    change('kvm-1');
    expect(mirror.invalid).toEqual([]);
    expect(mirror.get('cluster', 'b:cluster:all')).toMatchObject({
      status: 'up',
      hostCount: 2,
      instanceCount: 1,
      runningCount: 1,
    });
    expect(mirror.get('host', 'b:kvm-1')).toMatchObject({
      instanceCount: 1,
      vcpusPromised: 1,
      memoryPromisedMiB: 96,
    });
  });

  it('is nothing when nothing has changed but figures and times', () => {
    hosts.one.domains.set(web, domainFacts(web));
    change('kvm-1');
    const { calls } = mirror;
    hosts.one.domains.set(web, domainFacts(web, { asOf: '2026-01-02T00:00:00.000Z', source: 'event' }));
    hosts.one.cpuPercent = 50;
    hosts.one.latencyMs = 3;
    change('kvm-1');
    expect(mirror.calls).toBe(calls);
  });

  it('is one row through a live migration, and that it moved', () => {
    hosts.one.domains.set(web, domainFacts(web, { state: running }));
    change('kvm-1');
    hosts.two.domains.set(web, domainFacts(web, { state: arriving, persistent: false }));
    change('kvm-2');
    expect(instance()).toMatchObject({ hostName: 'kvm-1', powerState: 'running' });
    change('kvm-1');
    expect(instance()).toMatchObject({ hostName: 'kvm-1', status: 'migrating' });
    hosts.two.domains.set(web, domainFacts(web, { state: running }));
    hosts.one.domains.delete(web);
    change('kvm-2', 'kvm-1');
    expect(instance()).toMatchObject({ hostName: 'kvm-2', status: 'running' });
    expect(mirror.all('instance')).toHaveLength(1);
    expect(moves).toEqual([`${web} kvm-1 kvm-2`]);
  });

  it('moves the row whichever host is heard of first', () => {
    hosts.one.domains.set(web, domainFacts(web, { state: running }));
    change('kvm-1');
    hosts.two.domains.set(web, domainFacts(web, { state: running }));
    hosts.one.domains.delete(web);
    change('kvm-1');
    expect(instance()).toMatchObject({ hostName: 'kvm-2' });
    inventory.list(hosts.one);
    expect(instance()).toMatchObject({ hostName: 'kvm-2' });
    hosts.two.domains.delete(web);
    change('kvm-2');
    expect(instance()).toBeUndefined();
  });

  it('takes out a snapshot whose instance stays', () => {
    const ref = { name: 's1', domain: { name: 'web', uuid: web, id: -1 } };
    const definition = readSnapshot('<domainsnapshot><name>s1</name></domainsnapshot>');
    hosts.one.domains.set(web, domainFacts(web, { snapshots: [{ ref, definition, current: true }] }));
    change('kvm-1');
    expect(mirror.get('snapshot', `b:${web}:snap:s1`)).toMatchObject({ instance: `b:${web}`, current: true });
    hosts.one.domains.set(web, domainFacts(web));
    change('kvm-1');
    expect(mirror.all('snapshot')).toEqual([]);
    expect(instance()).toBeDefined();
  });

  it('shows a host out of reach as unreachable and the cluster as degraded', () => {
    hosts.two.lost = 'nothing listens there';
    change('kvm-2');
    expect(mirror.get('host', 'b:kvm-2')).toMatchObject({
      status: 'unreachable',
      reason: 'nothing listens there',
    });
    expect(mirror.get('cluster', 'b:cluster:all')).toMatchObject({ status: 'degraded', hostsUp: 1 });
  });

  it('is nothing more after it was closed', () => {
    const { calls } = mirror;
    inventory.close();
    hosts.one.domains.set(web, domainFacts(web));
    change('kvm-1');
    expect(mirror.calls).toBe(calls);
  });
});
