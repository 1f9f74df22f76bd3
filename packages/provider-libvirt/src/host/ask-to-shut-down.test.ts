import { LibvirtError } from '@orrery/libvirt/errors.ts';
import { domainStates } from '@orrery/libvirt/procedures/flags.ts';
import type { Caller } from '@orrery/libvirt/rpc/procedure.ts';
import { expect, it } from 'vitest';
import { askToShutDown } from './ask-to-shut-down.ts';

const guest = { name: 'web-1', uuid: '00000000-0000-4000-8000-000000000001', id: 1 };
const refusal = (code: number, message: string) => {
  const nothing = { str1: null, str2: null, str3: null, int1: 0, int2: 0 };
  return new LibvirtError({ code, domain: 10, message, level: 2, ...nothing });
};
const notRunning = () => refusal(55, 'Requested operation is not valid: domain is not running');
const noDomain = () => refusal(42, 'Domain not found');

/** A daemon that refuses to shut it down, and answers the question after it. */
const refusing = (error: Error, after: number | Error): Caller => ({
  call: async procedure => {
    if (procedure.name === 'DomainShutdownFlags') throw error;
    if (after instanceof Error) throw after;
    // Only its state is asked for.
    return { state: after, reason: 0 } as never;
  },
});
const ask = (caller: Caller) => askToShutDown(caller, guest, {});

it.each([
  ['is off', refusing(notRunning(), domainStates.shutoff)],
  ['was transient and is gone', refusing(notRunning(), noDomain())],
])('a guest that went off while it was asked has done what was asked: it %s', async (_, caller) => {
  await expect(ask(caller)).resolves.toBeUndefined();
});

it('a refusal for another reason is told', async () => {
  await expect(ask(refusing(notRunning(), domainStates.running))).rejects.toThrow('not running');
  const denied = refusal(88, 'access denied');
  await expect(ask(refusing(denied, domainStates.shutoff))).rejects.toThrow('access denied');
});
