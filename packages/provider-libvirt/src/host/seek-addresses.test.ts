import type { Caller } from '@orrery/libvirt/rpc/procedure.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import { expect, it } from 'vitest';
import { domainFacts, hostRecord } from '../testing/records.ts';
import { seekAddresses } from './seek-addresses.ts';

const running = { state: domainStates.running, reason: 1 };
const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Answers the same address to every question, and notes which source was asked. */
function caller(asked: string[]): Caller {
  const answer = [{ name: 'eth0', mac: 'm', addresses: [{ type: 0, address: '10.0.0.9', prefix: 24 }] }];
  return {
    call: async (procedure, args) => {
      asked.push(`${procedure.name} ${JSON.stringify(args)}`);
      // The only procedure that is called here is DomainInterfaceAddresses, and this is what it answers.
      return answer as never;
    },
  };
}

const host = (count: number, agent: 'connected' | 'absent') => {
  const record = hostRecord('kvm-1');
  for (let n = 0; n < count; n++) {
    const facts = domainFacts(uuidOf(n), { state: running });
    const definition = { ...facts.definition, agent };
    record.domains.set(uuidOf(n), { ...facts, definition });
  }
  return record;
};

it.each([
  ['connected', '"source":1'],
  ['absent', '"source":2'],
] as const)('asks for what nobody has told: agent %s', async (agent, source) => {
  const record = host(1, agent);
  const asked: string[] = [];
  await seekAddresses(caller(asked), record, {});
  expect(asked).toEqual([expect.stringContaining(source)]);
  const from = agent === 'connected' ? 'agent' : 'arp';
  expect(record.addresses.get(uuidOf(0))).toEqual([{ address: '10.0.0.9', mac: 'm', version: 4, from }]);
  await seekAddresses(caller(asked), record, {});
  expect(asked).toHaveLength(1);
});

it('asks again while there is only what every interface has', async () => {
  const record = host(1, 'connected');
  record.addresses.set(uuidOf(0), [{ address: 'fe80::1', mac: 'm', version: 6, from: 'agent' }]);
  const asked: string[] = [];
  await seekAddresses(caller(asked), record, {});
  expect(asked).toHaveLength(1);
});

it('asks nobody who is off or has a lease, and few at a time', async () => {
  const record = host(50, 'absent');
  const first = record.domains.get(uuidOf(0));
  if (first) record.domains.set(uuidOf(0), { ...first, state: { state: domainStates.shutoff, reason: 0 } });
  const asked: string[] = [];
  await seekAddresses(caller(asked), record, {});
  expect(asked).toHaveLength(20);
  expect(asked.some(call => call.includes(uuidOf(0)))).toBe(false);
  for (const nic of first?.definition.interfaces ?? []) record.leases.set(nic.mac ?? '', []);
  await seekAddresses(caller(asked), record, {});
  expect(asked).toHaveLength(20);
});
