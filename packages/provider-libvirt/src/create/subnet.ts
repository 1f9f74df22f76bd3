import type { NetworkCreation } from '@orrery/contract/creation/creation.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';

/** IPv4 addresses as numbers. */
export const toNumber = (address: string): number =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
export const toAddress = (n: number): string =>
  [24, 16, 8, 0].map(shift => Math.floor(n / 2 ** shift) % 256).join('.');

export interface Subnet {
  first: number;
  last: number;
  prefix: number;
}

export function subnetOf(cidr: string): Subnet {
  const [address = '', bits = ''] = cidr.split('/');
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(toNumber(address) / size) * size;
  return { first, last: first + size - 1, prefix };
}

export const overlap = (a: Subnet, b: Subnet): boolean => a.first <= b.last && b.first <= a.last;

const invalid = (message: string, advice: string) => new ProviderError('args.invalid', message, { advice });

export interface AddressPlan {
  /** The host's own address, the guests' gateway. */
  gateway: string;
  prefix: number;
  dhcp: { start: string; end: string } | null;
}

/** Smaller than this there is no room for a gateway and two guests; larger is a slip of the pen. */
const prefixes = { longest: 29, shortest: 8 };

/** Where gateway and guests have their addresses; null: none of its own. */
export function planAddresses({ type, cidr, dhcp, dhcpRange }: NetworkCreation): AddressPlan | null {
  if (cidr === null) {
    if (type === 'nat' || type === 'routed')
      throw invalid('It needs a range of addresses', 'Give one such as 10.20.30.0/24');
    return null;
  }
  const subnet = subnetOf(cidr);
  if (subnet.prefix > prefixes.longest || subnet.prefix < prefixes.shortest)
    throw invalid(
      `${cidr} is not a usable range`,
      `Give a prefix of /${prefixes.shortest} to /${prefixes.longest}`,
    );
  const gateway = subnet.first + 1;
  if (!dhcp) return { gateway: toAddress(gateway), prefix: subnet.prefix, dhcp: null };
  const start = dhcpRange === null ? gateway + 1 : toNumber(dhcpRange.start);
  const end = dhcpRange === null ? subnet.last - 1 : toNumber(dhcpRange.end);
  if (start <= gateway || end >= subnet.last || start > end)
    throw invalid(
      'The range for guests does not fit',
      `Choose it within ${toAddress(gateway + 1)} to ${toAddress(subnet.last - 1)}`,
    );
  return {
    gateway: toAddress(gateway),
    prefix: subnet.prefix,
    dhcp: { start: toAddress(start), end: toAddress(end) },
  };
}
