import { networkSchema } from '@orrery/contract/resources/network.ts';
import { expect, it } from 'vitest';
import type { HostRecord } from '../host/facts.ts';
import { readNetwork } from '../map/network.ts';
import { recorded } from '../testing/recorded.ts';
import { domainFacts, hostRecord } from '../testing/records.ts';
import { renderNetwork, renderNetworks } from './render-network.ts';

function host(name: string, networks: Record<string, boolean>, lost: string | null = null): HostRecord {
  const record = { ...hostRecord(name), lost };
  for (const [network, active] of Object.entries(networks)) {
    record.networks.set(network, {
      asOf: '2026-01-01T00:00:00.000Z',
      source: 'poll',
      ref: { name: network, uuid: '9e126a45-5039-4e97-887b-d2fa2650b97e' },
      definition: readNetwork(recorded('network-nat')),
      active,
      autostart: true,
    });
  }
  return record;
}

it('is one row for all hosts that have it, by the contract, and counts all that use it', () => {
  const hosts = [host('kvm-1', { default: true }), host('kvm-2', { default: true, lab: true })];
  const [one, two] = ['9e126a45-5039-4e97-887b-d2fa2650b97e', '9e126a45-5039-4e97-887b-d2fa2650b97f'];
  hosts[0]?.domains.set(one, domainFacts(one));
  // On its way from one to the other: still one instance.
  hosts[1]?.domains.set(one, domainFacts(one));
  hosts[1]?.domains.set(two, domainFacts(two));
  const rows = renderNetworks('b', hosts);
  expect(rows.map(r => [r.id, r.hosts, r.status, r.instanceCount])).toEqual([
    ['b:net:default', ['b:kvm-1', 'b:kvm-2'], 'active', 2],
    ['b:net:lab', ['b:kvm-2'], 'active', 0],
  ]);
  for (const row of rows) networkSchema.parse({ ...row, actions: [], stale: false });
});

it.each([
  ['active where it runs on all', [true, true], [null, null], 'active'],
  ['inactive where it runs on none', [false, false], [null, null], 'inactive'],
  ['not in order where it runs on some', [true, false], [null, null], 'error'],
  ['what the hosts say that answer', [true, false], [null, 'gone'], 'active'],
  ['what they last said when none answers', [true, true], ['gone', 'gone'], 'active'],
] as const)('is %s', (_, active, lost, status) => {
  const hosts = active.map((isActive, i) => host(`kvm-${i}`, { default: isActive }, lost[i] ?? null));
  expect(renderNetwork('b', hosts, 'default')?.status).toBe(status);
});

it('is nothing where no host has it', () => {
  expect(renderNetwork('b', [hostRecord('kvm-1')], 'default')).toBeNull();
});
