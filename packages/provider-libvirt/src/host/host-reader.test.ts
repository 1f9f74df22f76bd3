import { LibvirtError } from '@orrery/libvirt/errors.ts';
import type { NetworkRef } from '@orrery/libvirt/procedures/refs.ts';
import type { Caller } from '@orrery/libvirt/rpc/procedure.ts';
import { expect, it } from 'vitest';
import { recorded } from '../testing/recorded.ts';
import { hostRecord } from '../testing/records.ts';
import { poolsChanged } from './facts.ts';
import { HostReader } from './host-reader.ts';

const net: NetworkRef = { name: 'web', uuid: '00000000-0000-4000-8000-000000000001' };

/** A daemon with networks, whose answers to "has it an autostart?" come when they are let go. */
class Daemon {
  readonly networks = new Set([net.uuid]);
  readonly held: (() => void)[] = [];
  #answer(procedure: string, uuid: string): unknown {
    if (procedure === 'ConnectListAllNetworks') return [...this.networks].map(id => ({ ...net, uuid: id }));
    if (!this.networks.has(uuid)) throw gone();
    return procedure === 'NetworkGetXMLDesc' ? recorded('network-nat') : true;
  }
  readonly caller: Caller = {
    call: async (procedure, args) => {
      // Every procedure here but the list, which has no arguments, names a network.
      const uuid = (args as { network?: NetworkRef } | undefined)?.network?.uuid ?? '';
      const answer = this.#answer(procedure.name, uuid);
      if (procedure.name === 'NetworkGetAutostart')
        await new Promise<void>(resolve => this.held.push(resolve));
      // What each of the four procedures answers.
      return answer as never;
    },
  };
}
const gone = () => new LibvirtError({ code: 43, domain: 19, message: 'Network not found' } as never);

const reading = () => {
  const daemon = new Daemon();
  const record = hostRecord('kvm-1');
  const reader = new HostReader(record, daemon.caller, {
    now: () => '2026-01-01T00:00:00Z',
    changed: () => {},
  });
  const answer = async (index: number) => {
    await expect.poll(() => daemon.held.length).toBeGreaterThan(index);
    daemon.held[index]?.();
  };
  return { daemon, record, reader, answer };
};

it('a network that went while it was being read does not come back with the late answer', async () => {
  const { daemon, record, reader, answer } = reading();
  const first = reader.network(net, 'event');
  await expect.poll(() => daemon.held.length).toBe(1);
  daemon.networks.delete(net.uuid);
  const second = reader.network(net, 'event');
  await answer(0);
  await Promise.all([first, second]);
  expect([...record.networks.keys()]).toEqual([]);
});

it('the end of a network does not take away the new one of its name', async () => {
  const { daemon, record, reader, answer } = reading();
  const anew = { ...net, uuid: '00000000-0000-4000-8000-000000000002' };
  daemon.networks.delete(net.uuid);
  daemon.networks.add(anew.uuid);
  const read = reader.network(anew, 'event');
  await answer(0);
  await read;
  await reader.network(net, 'event');
  expect(record.networks.get('web')?.ref.uuid).toBe(anew.uuid);
});

it('a volume that is deleted while its pool is being read does not come back with the late answer', async () => {
  const pool = { name: 'local', uuid: '00000000-0000-4000-8000-00000000000a' };
  const volume = { pool: 'local', name: 'ev1.qcow2', key: '/srv/kvm-lab/disks/ev1.qcow2' };
  const there = new Set([volume]);
  const held: (() => void)[] = [];
  const answers: Record<string, () => unknown> = {
    StoragePoolGetXMLDesc: () => recorded('pool'),
    StoragePoolGetInfo: () => ({ state: 2, capacity: 1, allocation: 1, available: 0 }),
    StoragePoolGetAutostart: () => true,
    StoragePoolListAllVolumes: () => [...there],
    StorageVolGetXMLDesc: () => recorded('volume'),
  };
  const caller: Caller = {
    call: async procedure => {
      const answer = answers[procedure.name]?.();
      if (procedure.name === 'StoragePoolListAllVolumes')
        await new Promise<void>(resolve => held.push(resolve));
      // What each of the five procedures answers.
      return answer as never;
    },
  };
  const record = hostRecord('kvm-1');
  const reader = new HostReader(record, caller, { now: () => '2026-01-01T00:00:00Z', changed: () => {} });
  const answerTo = async (index: number) => {
    await expect.poll(() => held.length).toBeGreaterThan(index);
    held[index]?.();
  };
  const first = reader.pool(pool, 'poll');
  await answerTo(0);
  await first;
  expect([...(record.pools.get('local')?.volumes.keys() ?? [])]).toEqual(['ev1.qcow2']);

  const again = reader.pool(pool, 'event');
  await expect.poll(() => held.length).toBe(2);
  // As deleting it does.
  there.clear();
  record.pools.get('local')?.volumes.delete('ev1.qcow2');
  poolsChanged(record);
  await answerTo(1);
  await answerTo(2);
  await again;
  expect(record.pools.get('local')?.volumes.size).toBe(0);
});
