import type { SecurityRule } from '@orrery/contract/security/security-groups.ts';
import type { SecurityRules } from '@orrery/provider-kit/action.ts';
import { uuidOfOperation } from '../create/made-names.ts';
import { escapeXml } from './xml.ts';

/** One filter an instance: an interface can refer to one only, and an instance has several groups. */
export const filterNameOf = (instance: string): string => `orrery-${instance}`;

/** Follows from the instance: libvirt takes a changed filter only under the UUID that it has. */
const filterUuidOf = (instance: string): string => uuidOfOperation('nwfilter', instance);

/** libvirt's priorities: what keeps a guest connected at all, what its groups let through, and the end. */
const priority = { basics: 100, groups: 500, end: 1000 } as const;

interface Line {
  action: 'accept' | 'drop';
  direction: 'in' | 'out' | 'inout';
  priority: number;
  /** Element of the protocol, with its attributes. */
  match: string;
}

/** `statematch` off: such packets belong to no connection. */
const write = ({ action, direction, priority: order, match }: Line, stateless = false): string =>
  `<rule action='${action}' direction='${direction}' priority='${order}'${stateless ? " statematch='false'" : ''}><${match}/></rule>`;

const elements = {
  4: { tcp: 'tcp', udp: 'udp', icmp: 'icmp', any: 'all' },
  6: { tcp: 'tcp-ipv6', udp: 'udp-ipv6', icmp: 'icmpv6', any: 'all-ipv6' },
} as const;
type Version = keyof typeof elements;

const versionsOf = ({ remote }: SecurityRule): Version[] =>
  remote === null ? [4, 6] : [remote.includes(':') ? 6 : 4];

function matchOf({ direction, protocol, ports, remote }: SecurityRule, version: Version): string {
  const [address = '', bits = ''] = remote?.split('/') ?? [];
  const side = direction === 'in' ? 'src' : 'dst';
  const other =
    remote === null ? '' : ` ${side}ipaddr='${escapeXml(address)}' ${side}ipmask='${escapeXml(bits)}'`;
  const reached = ports === null ? '' : ` dstportstart='${ports.from}' dstportend='${ports.to}'`;
  return `${elements[version][protocol]}${other}${reached}`;
}

const ruleLines = (rule: SecurityRule): Line[] =>
  versionsOf(rule).map(version => ({
    action: 'accept',
    direction: rule.direction,
    priority: priority.groups,
    match: matchOf(rule, version),
  }));

const accept = (direction: Line['direction'], match: string): Line => ({
  action: 'accept',
  direction,
  priority: priority.basics,
  match,
});

/** An address by DHCP, and for IPv6 routers and neighbours (ICMPv6 133 to 136), without which nothing else works. */
const basics: readonly string[] = [
  accept('out', "udp srcportstart='68' dstportstart='67'"),
  accept('in', "udp srcportstart='67' dstportstart='68'"),
  accept('out', "udp-ipv6 srcportstart='546' dstportstart='547'"),
  accept('in', "udp-ipv6 srcportstart='547' dstportstart='546'"),
  ...[133, 134, 135, 136].map(type => accept('inout', `icmpv6 type='${type}'`)),
].map(line => write(line, true));

const everythingOut: readonly Line[] = ['all', 'all-ipv6'].map(match => ({
  action: 'accept',
  direction: 'out',
  priority: priority.groups,
  match,
}));

const theEnd: readonly Line[] = ['all', 'all-ipv6'].map(match => ({
  action: 'drop',
  direction: 'inout',
  priority: priority.end,
  match,
}));

/** What the groups of an instance let through, as libvirt's packet filter; libvirt itself lets answers back. */
export function writeFilter(instance: string, groups: readonly SecurityRules[]): string {
  const rules = groups.flatMap(group => group.rules);
  const out = rules.some(({ direction }) => direction === 'out') ? [] : everythingOut;
  const lines = [...rules.flatMap(ruleLines), ...out, ...theEnd];
  return (
    `<filter name='${filterNameOf(instance)}' chain='root'><uuid>${filterUuidOf(instance)}</uuid>` +
    `${basics.join('')}${lines.map(line => write(line)).join('')}</filter>`
  );
}
