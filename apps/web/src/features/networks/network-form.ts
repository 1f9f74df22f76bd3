import type { CreateNetworkInput } from '@orrery/contract/launch/creation-bodies.ts';

export const networkTypes = ['nat', 'isolated', 'routed', 'bridged'] as const;
type Type = (typeof networkTypes)[number];

export interface NetworkTexts {
  name: string;
  type: Type;
  cidr: string;
  dhcp: boolean;
  start: string;
  end: string;
  bridge: string;
  vlan: string;
  backend: string;
}

export const nothing: NetworkTexts = {
  name: '',
  type: 'nat',
  cidr: '10.20.0.0/24',
  dhcp: true,
  start: '',
  end: '',
  bridge: '',
  vlan: '',
  backend: '',
};

/** The request that the form stands for. A range is one only with both its ends. */
export function toNetwork(texts: NetworkTexts): CreateNetworkInput {
  const bridged = texts.type === 'bridged';
  const range = !bridged && texts.dhcp && texts.start !== '' && texts.end !== '';
  return {
    name: texts.name.trim(),
    type: texts.type,
    cidr: bridged ? null : texts.cidr.trim(),
    dhcp: !bridged && texts.dhcp,
    dhcpRange: range ? { start: texts.start.trim(), end: texts.end.trim() } : null,
    bridge: bridged && texts.bridge.trim() !== '' ? texts.bridge.trim() : null,
    vlan: texts.vlan.trim() === '' ? null : Number(texts.vlan),
    ...(texts.backend === '' ? {} : { backend: texts.backend }),
  };
}
