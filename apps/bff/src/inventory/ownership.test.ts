import type { Reported } from '@orrery/provider-kit/reported.ts';
import { describe, expect, it } from 'vitest';
import { Ownership } from './ownership.ts';

// Only what ownership looks at; the rest of a resource does not matter here.
const host = (name: string) => ({ kind: 'host', id: `b:${name}`, name }) as Reported<'host'>;
const instance = (id: string, on: string) =>
  ({ kind: 'instance', id: `b:${id}`, host: `b:${on}`, hostName: on }) as Reported<'instance'>;

describe('ownership', () => {
  it('where each host is a connection, what comes by itself belongs to its host', () => {
    const ownership = new Ownership();
    ownership.claim(host('kvm-1'), 'kvm-1');
    expect(ownership.claim(instance('web', 'kvm-1'), undefined)).toBe('kvm-1');
  });

  it('where one control plane tells of all hosts, everything belongs to that one connection', () => {
    const ownership = new Ownership();
    ownership.claim(host('esx-1'), 'vcenter');
    ownership.claim(host('esx-2'), 'vcenter');
    expect(ownership.claim(instance('web', 'esx-1'), undefined)).toBe('vcenter');
    expect(ownership.claim(instance('web', 'esx-2'), undefined)).toBe('vcenter');
    expect(ownership.claim(host('esx-2'), undefined)).toBe('vcenter');
    expect([...ownership.idsOf('vcenter', ['instance'])].map(({ id }) => id)).toEqual(['b:web']);
  });
});
