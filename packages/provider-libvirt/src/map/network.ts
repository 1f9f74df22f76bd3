import type { Network } from '@orrery/contract/resources/network.ts';
import { isIPv4 } from 'node:net';
import type { Element } from '@xmldom/xmldom';
import { all, attribute, escapeXml, first, integer, parseXml } from './xml.ts';

export interface NetworkDefinition {
  type: Network['type'];
  bridge: string | null;
  vlan: number | null;
  cidrs: string[];
  dhcp: boolean;
  dhcpRanges: { start: string; end: string }[];
}

const types: Readonly<Record<string, Network['type']>> = {
  nat: 'nat',
  route: 'routed',
  open: 'routed',
  bridge: 'bridged',
  private: 'bridged',
  vepa: 'bridged',
  passthrough: 'bridged',
  hostdev: 'other',
};

const bitsOf = (netmask: string): number =>
  netmask.split('.').reduce((bits, octet) => bits + Number(octet).toString(2).replaceAll('0', '').length, 0);

function cidrOf(ip: Element): string | null {
  const address = attribute(ip, '', 'address');
  if (address === null) return null;
  const netmask = attribute(ip, '', 'netmask');
  const prefix =
    integer(attribute(ip, '', 'prefix')) ??
    (netmask === null ? (isIPv4(address) ? 32 : 128) : bitsOf(netmask));
  return `${address}/${prefix}`;
}

export function readNetwork(xml: string): NetworkDefinition {
  const network = parseXml(xml);
  const mode = attribute(network, 'forward', 'mode') ?? 'nat';
  const ranges = all(network, 'ip/dhcp/range').map(r => ({
    start: attribute(r, '', 'start') ?? '',
    end: attribute(r, '', 'end') ?? '',
  }));
  return {
    type: first(network, 'forward') === null ? 'isolated' : (types[mode] ?? 'other'),
    bridge: attribute(network, 'bridge', 'name'),
    vlan: integer(attribute(network, 'vlan/tag', 'id')),
    cidrs: all(network, 'ip')
      .map(cidrOf)
      .filter(cidr => cidr !== null),
    dhcp: all(network, 'ip/dhcp').length > 0,
    dhcpRanges: ranges,
  };
}

export interface NewNetwork {
  name: string;
  uuid: string;
  type: 'nat' | 'isolated' | 'routed' | 'bridged';
  bridge: string | null;
  vlan: number | null;
  addresses: { gateway: string; prefix: number; dhcp: { start: string; end: string } | null } | null;
}

const forwards = { nat: 'nat', routed: 'route', bridged: 'bridge', isolated: null } as const;

function addressXml(addresses: NewNetwork['addresses']): string {
  if (addresses === null) return '';
  const { gateway, prefix, dhcp } = addresses;
  const range = dhcp === null ? '' : `<dhcp><range start='${dhcp.start}' end='${dhcp.end}'/></dhcp>`;
  return `<ip address='${gateway}' prefix='${prefix}'>${range}</ip>`;
}

export function writeNetwork({ name, uuid, type, bridge, vlan, addresses }: NewNetwork): string {
  const forward = forwards[type] === null ? '' : `<forward mode='${forwards[type]}'/>`;
  // Without a name libvirt chooses a free one. No delay: a guest asks for its address at once.
  const device =
    type === 'bridged' ? `<bridge name='${escapeXml(bridge ?? '')}'/>` : "<bridge stp='on' delay='0'/>";
  const tag = vlan === null ? '' : `<vlan><tag id='${vlan}'/></vlan>`;
  return `<network><name>${escapeXml(name)}</name><uuid>${uuid}</uuid>${forward}${device}${tag}${addressXml(type === 'bridged' ? null : addresses)}</network>`;
}
