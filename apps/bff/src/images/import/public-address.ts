import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** IANA special-purpose registries (RFC 6890 and later) and what leads back to IPv4 inside IPv6. */
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const special6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
  '::ffff:0:0:0/96',
];

/**
 * Which addresses an import may reach. Whatever is not a public unicast address is refused, this machine's own public
 * addresses too, unless the configuration names it (IM-31).
 */
export class PublicAddresses {
  readonly #special = new BlockList();
  readonly #allowed = new BlockList();
  readonly #names: ReadonlySet<string>;
  readonly #own: () => readonly string[];

  constructor(allowed: readonly string[], own: () => readonly string[] = ownAddresses) {
    for (const range of special4) addRange(this.#special, range);
    for (const range of special6) addRange(this.#special, range);
    for (const entry of allowed) if (isRange(entry)) addRange(this.#allowed, entry);
    this.#names = new Set(allowed.filter(entry => !isRange(entry)).map(name => name.toLowerCase()));
    this.#own = own;
  }

  /** Null when it may be reached, else why not. `host` is the name that was asked for. */
  refuse(address: string, host: string): string | null {
    const family = isIP(address);
    if (family === 0) return 'it is no address';
    const plain = unmapped(address);
    const kind = isIPv4(plain) ? 'ipv4' : 'ipv6';
    if (this.#names.has(host.toLowerCase().replace(/\.$/, '')) || this.#allowed.check(plain, kind))
      return null;
    if (this.#special.check(plain, kind)) return 'it is not a public address';
    return this.#own().includes(plain) ? 'it is an address of this machine' : null;
  }
}

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` are 127.0.0.1 to the kernel. */
function unmapped(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (isIPv4(bare)) return bare;
  const mapped = /^\[?::ffff:([0-9a-f:]+)\]?$/i.exec(new URL(`http://[${bare}]`).hostname);
  const [high = '', low = ''] = mapped?.[1]?.split(':') ?? [];
  if (mapped === null || low === '') return bare;
  const value = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

function addRange(list: BlockList, range: string): void {
  const [address = '', bits] = range.split('/');
  const kind = isIPv4(address) ? 'ipv4' : 'ipv6';
  list.addSubnet(address, bits === undefined ? (kind === 'ipv4' ? 32 : 128) : Number(bits), kind);
}

function isRange(entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  return isIP(address) !== 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
}

const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(own => own.address));
