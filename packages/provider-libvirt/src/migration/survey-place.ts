import { reason } from '@orrery/contract/migrations/reason.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import type { HostRecord } from '../host/facts.ts';
import { isActive } from '../map/power.ts';
import { stateBefore } from './move.ts';
import type { Candidate } from './candidate.ts';

const GiB = 1024;
/** QEMU itself takes some besides the guest's memory. */
const overheadMiB = 64;

export const sizeText = (mib: number): string =>
  mib >= GiB ? `${(mib / GiB).toFixed(1)} GiB` : `${Math.round(mib)} MiB`;

/** What the host offers, against what the instance needs. */
export function placeReasons(candidate: Candidate, method: MigrationMethod): MigrationReason[] {
  const host = candidate.to.live.reader.record;
  const starts = stateBefore(candidate.facts) !== 'stopped';
  return [
    ...architecture(candidate, host),
    ...nameTaken(candidate, host),
    ...(starts ? [...memory(candidate, host), ...networks(candidate, host)] : []),
    ...processors(candidate, host),
    ...(method === 'cold' ? [] : version(candidate, host)),
  ];
}

function architecture({ facts }: Candidate, host: HostRecord): MigrationReason[] {
  const needed = facts.definition.architecture;
  const found = host.facts.capabilities.architecture;
  if (needed === null || found === null || needed === found) return [];
  return [reason('architecture', 'Its host has processors of another kind', { needed, found })];
}

function nameTaken({ facts }: Candidate, host: HostRecord): MigrationReason[] {
  const { name, uuid } = facts.ref;
  const other = [...host.domains.values()].find(d => d.ref.name === name && d.ref.uuid !== uuid);
  if (other)
    return [
      reason('name-taken', 'The host has another instance of this name', {
        needed: name,
        found: `${name} (${other.ref.uuid})`,
        advice: 'Rename one of the two',
      }),
    ];
  const old = host.domains.get(uuid);
  if (!old || isActive(old.state)) return [];
  return [
    reason('name-taken', 'An older definition of it is there, and will be replaced', {
      severity: 'warns',
      found: `${old.ref.name}, off`,
    }),
  ];
}

function memory({ facts }: Candidate, host: HostRecord): MigrationReason[] {
  if (host.memoryUsedMiB === null) return [];
  const free = host.facts.memoryMiB - host.memoryUsedMiB;
  const needed = facts.definition.maxMemoryMiB + overheadMiB;
  if (free >= needed) return [];
  return [
    reason('memory', 'The host has too little memory free', {
      needed: sizeText(needed),
      found: `${sizeText(free)} free`,
      advice: 'Free memory there, or choose another host',
    }),
  ];
}

function processors({ facts }: Candidate, host: HostRecord): MigrationReason[] {
  const { vcpus } = facts.definition;
  if (vcpus <= host.facts.threads) return [];
  return [
    reason('processors', 'It has more processors than the host', {
      severity: 'warns',
      needed: String(vcpus),
      found: `${host.facts.threads} threads`,
    }),
  ];
}

function networks({ facts }: Candidate, host: HostRecord): MigrationReason[] {
  const named = new Set(facts.definition.interfaces.flatMap(i => (i.network === null ? [] : [i.network])));
  return [...named].flatMap(name => {
    const there = host.networks.get(name);
    if (there?.active) return [];
    return [
      reason('network-missing', 'A network of it is missing there, or not started', {
        needed: name,
        found: there ? 'not started' : [...host.networks.keys()].join(', ') || 'none',
        advice: 'Make or start the network there first',
      }),
    ];
  });
}

/** Memory is understood by the same or a newer QEMU. */
function version({ from }: Candidate, host: HostRecord): MigrationReason[] {
  const ours = from.record?.facts.hypervisor;
  const there = host.facts.hypervisor;
  if (ours === undefined || !isOlder(there, ours)) return [];
  return [
    reason('version', 'Its QEMU is older: it may not understand what the newer one sends', {
      severity: 'warns',
      needed: ours,
      found: there,
    }),
  ];
}

const numbers = (text: string) => (/(\d+(?:\.\d+)*)/.exec(text)?.[1] ?? '0').split('.').map(Number);

export function isOlder(a: string, b: string): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
