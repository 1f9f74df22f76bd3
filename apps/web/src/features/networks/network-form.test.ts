import { createNetworkSchema } from '@orrery/contract/launch/creation-bodies.ts';
import { describe, expect, it } from 'vitest';
import { nothing, toNetwork } from './network-form.ts';

describe('the form of a network', () => {
  it('is a request that the contract takes, as it begins', () => {
    const network = createNetworkSchema.parse(toNetwork({ ...nothing, name: 'lab' }));
    expect(network).toMatchObject({ type: 'nat', cidr: '10.20.0.0/24', dhcp: true, dhcpRange: null });
  });

  it('says nothing of addresses for a bridge, and nothing of bridges otherwise', () => {
    const typed = {
      ...nothing,
      name: 'lab',
      bridge: 'br0',
      vlan: '12',
      start: '10.20.0.9',
      end: '10.20.0.99',
    };
    expect(createNetworkSchema.parse(toNetwork({ ...typed, type: 'bridged' }))).toMatchObject({
      cidr: null,
      dhcp: false,
      dhcpRange: null,
      bridge: 'br0',
      vlan: 12,
    });
    expect(createNetworkSchema.parse(toNetwork(typed))).toMatchObject({
      bridge: null,
      dhcpRange: { start: '10.20.0.9', end: '10.20.0.99' },
    });
  });

  it('takes a range only with both its ends', () => {
    expect(toNetwork({ ...nothing, name: 'lab', start: '10.20.0.9' }).dhcpRange).toBeNull();
  });
});
