import type { Refusal } from '@orrery/balancer/placement/model.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import { reason } from '@orrery/contract/migrations/reason.ts';
import type { Host } from '@orrery/contract/resources/host.ts';
import type { Instance } from '@orrery/contract/resources/instance.ts';

const bytesPerMiB = 1_048_576;
const gib = (mib: number): string => `${Math.round((10 * mib) / 1024) / 10} GiB`;

/** What speaks against a host whatever the back end: it is the same, cannot be reached, is being emptied, or elsewhere. */
export function hostReasons(instance: Instance, host: Host): MigrationReason[] {
  const found: MigrationReason[] = [];
  if (host.id === instance.host) found.push(reason('same-host', 'It is there already'));
  if (host.backend !== instance.backend)
    found.push(reason('other-cluster', 'The host belongs to another back end'));
  else if (instance.cluster !== null && host.cluster !== null && host.cluster !== instance.cluster)
    found.push(reason('other-cluster', 'The host belongs to another cluster', { found: host.clusterName }));
  if (host.status === 'maintenance' || host.status === 'entering-maintenance')
    found.push(reason('host-maintenance', 'The host is in maintenance', { found: host.reason }));
  else if (host.stale || host.status !== 'up')
    found.push(reason('host-unreachable', 'The host cannot be reached now', { found: host.reason }));
  return found;
}

const settled = new Set<string>(['running', 'paused', 'suspended', 'stopped', 'crashed', 'unknown']);

/** What speaks against moving it at all now. */
export function instanceReasons(instance: Instance): MigrationReason[] {
  if (settled.has(instance.status)) return [];
  return [reason('busy', `It is ${instance.status} now`, { advice: 'Wait until that has ended' })];
}

/** The balancer's words, as far as they are not said by the rules above. One that is stopped needs no room yet. */
export function placeReasons(refusals: readonly Refusal[], instance: Instance): MigrationReason[] {
  const running = instance.powerState === 'running' || instance.powerState === 'paused';
  return refusals.flatMap(refusal => {
    const said = placeReason(refusal);
    if (said === null) return [];
    const needsRoom = said.code === 'memory' || said.code === 'processors';
    return [needsRoom && !running ? { ...said, severity: 'warns' as const } : said];
  });
}

function placeReason({ filter, message, shortage }: Refusal): MigrationReason | null {
  switch (filter) {
    case 'memory':
      return reason('memory', 'Too little memory is left to promise', {
        needed: shortage && gib(shortage.needed),
        found: shortage && `${gib(Math.max(0, shortage.free))} free`,
      });
    case 'cpu':
      return reason('processors', message, {
        needed: shortage && String(shortage.needed),
        found: shortage && String(Math.max(0, Math.floor(shortage.free))),
      });
    case 'disk':
      return reason('storage-space', message, {
        needed: shortage && gib(shortage.needed / bytesPerMiB),
        found: shortage && gib(Math.max(0, shortage.free) / bytesPerMiB),
      });
    case 'name':
      return reason('name-taken', 'An instance of the same name is there', { advice: 'Rename one of them' });
    case 'kind':
      return reason('not-supported', message);
    case 'architecture':
      return reason('architecture', message);
    case 'group':
      return reason('affinity', message, { severity: 'warns' });
    default:
      return null;
  }
}
