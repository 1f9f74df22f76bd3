import { isLibvirtError } from '@orrery/libvirt/errors.ts';
import { ProviderError, type ProviderErrorCode } from '@orrery/provider-kit/provider-error.ts';
import { toProviderError } from '../errors.ts';

/** Stable words for why a move failed, whatever the daemons' own text is. */
export type MoveFailure =
  | 'no-route'
  | 'not-authorised'
  | 'certificate'
  | 'storage-pool-missing'
  | 'volume-missing'
  | 'storage-unsafe'
  | 'storage-space'
  | 'port-closed'
  | 'cpu-features'
  | 'name-taken'
  | 'network-missing'
  | 'memory'
  | 'device-attached'
  | 'machine-type'
  | 'snapshots'
  | 'disk-error'
  | 'busy'
  | 'connection-broke'
  | 'post-copy-failed'
  | 'guest-lost';

interface Explanation {
  reason: MoveFailure;
  pattern: RegExp;
  /** Without hosts and paths: tenants read it. What libvirt said stays in the cause. */
  message: string;
  advice: string;
  code?: ProviderErrorCode;
}

const explanations: readonly Explanation[] = [
  {
    reason: 'certificate',
    pattern:
      /certificate|TLS (handshake|session|negotiation)|x509|Unable to find.*(cacert|ca-cert|server-cert|client-cert)|tls-creds|\.pem/i,
    message: 'The hosts do not trust each other’s certificates',
    advice:
      'Give both a certificate of the same authority that bears their names: /etc/pki/libvirt for the daemons, /etc/pki/qemu (or migrate_tls_x509_cert_dir) for encrypted migration',
  },
  {
    reason: 'not-authorised',
    pattern:
      /authentication (failed|unavailable|required|cancelled)|Host key verification failed|Permission denied( \(publickey|, please)|not authorized|access denied|no polkit agent/i,
    message: 'The source host may not sign in at the destination',
    advice:
      'The daemons talk to each other, not through Orrery: let root of the source into the destination (ssh keys, certificates or SASL), or choose the transport “managed”',
    code: 'backend.permission',
  },
  {
    reason: 'port-closed',
    pattern:
      /(Failed to connect to|unable to connect to server at|connect to socket).*:?(49[12]\d\d)\b|migration port|address.*49[12]\d\d/i,
    message: 'The destination does not take in data on its migration port',
    advice: 'Open TCP ports 49152 to 49215 between the hosts in their firewalls',
  },
  {
    reason: 'no-route',
    pattern:
      /unable to connect to server|unable to resolve address|Name or service not known|No route to host|Network is unreachable|Connection (refused|timed out)|Could not resolve hostname|Temporary failure in name resolution|getaddrinfo|address resolution failed/i,
    message: 'The source host cannot reach the daemon of the destination',
    advice:
      'Check that the hosts reach each other by name, or say in the settings of the backend how (migrationUri); “managed” needs no such way between the daemons',
  },
  {
    reason: 'storage-pool-missing',
    pattern: /Storage pool not found|no storage pool with matching/i,
    message: 'The destination has no storage pool for its disks',
    advice: 'Define and start a pool for the same folder there, or choose another pool for the copies',
  },
  {
    reason: 'volume-missing',
    pattern:
      /(Cannot access|Could not open|Failed to open|cannot open|unable to open).*(No such file|backing|storage file)|Storage volume not found|No such file or directory/i,
    message: 'A disk of it, or a file that one is based on, is not there at the destination',
    advice: 'Share the storage between the hosts, or move it with its disks (block)',
  },
  {
    reason: 'storage-unsafe',
    pattern: /Migration without shared storage is unsafe|Migration may lead to data corruption/i,
    message: 'Its disks were not seen to be the same files at both hosts',
    advice: 'Move it with its disks (block), or put them on storage that both hosts share',
  },
  {
    reason: 'storage-space',
    pattern: /No space left|not enough space/i,
    message: 'The storage of the destination is full',
    advice: 'Make room there, or choose another pool',
  },
  {
    reason: 'cpu-features',
    pattern:
      /CPU is incompatible|CPU doesn't match|CPU not compatible|guest and host CPU|required features|CPU model|missing features/i,
    message: 'The processor of the destination lacks something that the guest uses',
    advice:
      'Give it a CPU model that both hosts have (a named one instead of host-passthrough), and restart it',
  },
  {
    reason: 'name-taken',
    pattern: /already (exists|defined|active)|is already defined with uuid|already in use by domain/i,
    message: 'The destination has another instance of this name',
    advice: 'Rename one of the two',
  },
  {
    reason: 'network-missing',
    pattern:
      /Network not found|no network with matching name|network .* is not active|Cannot get interface MTU|No such device/i,
    message: 'A network of it is missing at the destination, or not started',
    advice: 'Make or start the network there first',
  },
  {
    reason: 'memory',
    pattern: /cannot (allocate|set up guest) memory|not enough memory|Cannot allocate memory/i,
    message: 'The destination has too little memory for it',
    advice: 'Free memory there, or choose another host',
  },
  {
    reason: 'device-attached',
    pattern:
      /non-migratable device|host devices|hostdev|cannot migrate.*(device|passthrough)|State blocked by/i,
    message: 'A device of its host is passed through to it, and cannot move along',
    advice: 'Detach the device first, or move it while it is off',
  },
  {
    reason: 'machine-type',
    pattern:
      /machine type|does not support machine|unsupported machine|Unknown savevm|load of migration failed/i,
    message: 'QEMU at the destination does not know this kind of machine, or is older',
    advice: 'Update the destination, or choose a host of the same version',
  },
  {
    reason: 'snapshots',
    pattern: /cannot migrate domain with \d+ snapshots|has snapshots/i,
    message: 'It has snapshots, which do not move along',
    advice: 'Delete its snapshots first',
  },
  {
    reason: 'disk-error',
    pattern: /I\/O error|Input\/output error|block job|mirror/i,
    message: 'A disk could not be read or written',
    advice: 'Look at the storage of both hosts',
  },
  {
    reason: 'busy',
    pattern: /another (async )?job|another migration job|cannot acquire state change lock|is being migrated/i,
    message: 'Another job runs on it',
    advice: 'Wait until that has ended',
    code: 'resource.state',
  },
  {
    reason: 'connection-broke',
    pattern:
      /Lost connection to destination|Unable to write to socket|Connection reset|Broken pipe|unexpectedly failed|client socket is closed|End of file/i,
    message: 'The connection between the hosts broke while it was being sent',
    advice: 'It goes on where it was. Look at the network between them, and try again',
  },
];

export function explanationOf(text: string): Explanation | undefined {
  return explanations.find(({ pattern }) => pattern.test(text));
}

/** Why a move failed, in words, with what to do; the daemon's own text is the cause. */
export function explainFailure(error: unknown): ProviderError {
  if (error instanceof ProviderError || !isLibvirtError(error)) return toProviderError(error);
  const known = explanationOf(error.message);
  if (!known) return toProviderError(error);
  const { code = 'backend.refused', message, advice, reason } = known;
  return new ProviderError(code, message, { cause: error, advice, reason });
}
