import type { MigrationSetting } from '@orrery/contract/actions/migrate-args.ts';
import type { MigrationReason } from '@orrery/contract/migrations/options.ts';
import type { MigrationMethod } from '@orrery/contract/migrations/vocabulary.ts';
import type { RemedyOffer } from '@orrery/migration-model/remedies.ts';
import type { DirtyMeasurement } from '@orrery/migration-model/sample.ts';
import type { MeasuringTime, Survey, SurveyedWay } from '@orrery/provider-kit/migrator.ts';
import type { SimHost, SimInstance } from '../world/model.ts';
import { guestOf, linkBytesPerSecond, usualDowntimeMs } from './guest.ts';
import { bytesOf, poolFor, relocationOf, volumesToCopy } from './relocation.ts';

const GiB = 1_073_741_824;
const gib = (bytes: number): string => `${Math.round((10 * bytes) / GiB) / 10} GiB`;

type Rule = (instance: SimInstance, to: SimHost) => Omit<MigrationReason, 'severity'> | null;

const elsewhere: Rule = (instance, to) =>
  to === instance.host
    ? { code: 'same-host', message: 'It is there already', needed: null, found: null, advice: null }
    : null;

const cluster: Rule = (instance, to) =>
  to.cluster === instance.host.cluster
    ? null
    : {
        code: 'other-cluster',
        message: 'The host belongs to another cluster',
        needed: instance.host.cluster.name,
        found: to.cluster.name,
        advice: null,
      };

const cpu: Rule = (instance, to) => {
  const [vendor, other] = [instance.host.model.cpuVendor, to.model.cpuVendor];
  return vendor === other
    ? null
    : {
        code: 'cpu-features',
        message: 'A running guest cannot go from one make of processor to another',
        needed: vendor,
        found: other,
        advice: 'Move it while it is stopped',
      };
};

const shared: Rule = (instance, to) => {
  const [first] = volumesToCopy(instance, to);
  return first === undefined
    ? null
    : {
        code: 'storage-not-shared',
        message: 'The host does not see the storage of its disks',
        needed: first.pool.name,
        found: null,
        advice: 'Move it with its disks',
      };
};

const room: Rule = (instance, to) => {
  const pool = poolFor(to, null);
  const needed = bytesOf(instance.volumes);
  const free = pool ? pool.capacityBytes - pool.usedBytes : 0;
  return free >= needed
    ? null
    : {
        code: 'storage-space',
        message: 'The storage there has too little space for a copy of the disks',
        needed: gib(needed),
        found: `${gib(Math.max(0, free))} free`,
        advice: null,
      };
};

const power =
  (...allowed: readonly string[]): Rule =>
  ({ powerState }) =>
    allowed.includes(powerState)
      ? null
      : {
          code: 'power-state',
          message: `It is ${powerState}`,
          needed: allowed.join(' or '),
          found: powerState,
          advice: null,
        };

const rules: Record<MigrationMethod, readonly Rule[]> = {
  live: [elsewhere, cluster, power('running', 'paused'), cpu, shared],
  block: [elsewhere, cluster, power('running', 'paused'), cpu, room],
  cold: [elsewhere, cluster, power('running', 'stopped'), room],
  relocation: [elsewhere, cluster, power('running', 'stopped'), room],
};

const whileRunning: readonly MigrationSetting[] = ['bandwidth', 'downtimeMs', 'autoConverge', 'postCopy'];

const offers: readonly RemedyOffer[] = [
  { kind: 'bandwidth', applies: 'now', most: linkBytesPerSecond },
  { kind: 'downtime', applies: 'now', most: 10_000 },
  { kind: 'auto-converge', applies: 'restart' },
  { kind: 'post-copy', applies: 'now' },
  { kind: 'abort', applies: 'now' },
];

export const methodsOf = ({ instanceKind }: SimInstance): readonly MigrationMethod[] =>
  instanceKind === 'container' ? ['relocation'] : ['live', 'block', 'cold'];

export function refusals(instance: SimInstance, to: SimHost, method: MigrationMethod): MigrationReason[] {
  return rules[method].flatMap(rule => {
    const reason = rule(instance, to);
    return reason ? [{ ...reason, severity: 'blocks' as const }] : [];
  });
}

function wayTo(instance: SimInstance, to: SimHost, method: MigrationMethod): SurveyedWay {
  const running = method === 'live' || method === 'block';
  const guest = guestOf(instance);
  return {
    method,
    reasons: refusals(instance, to, method),
    settings: running ? (method === 'block' ? [...whileRunning, 'storagePool'] : whileRunning) : [],
    offers: running ? offers : [{ kind: 'abort', applies: 'now' }],
    diskBytes: bytesOf(method === 'block' ? instance.volumes : volumesToCopy(instance, to)),
    bandwidth: guest.link > 0 ? guest.link : linkBytesPerSecond,
    downtimeMs: running ? usualDowntimeMs : null,
    relocation: running ? null : relocationOf(instance, to),
  };
}

export const windowSecondsOf = { short: 1, long: 4 } as const;

/** As page sampling over so many seconds would see it. */
function measured(instance: SimInstance, windowSeconds: number): DirtyMeasurement {
  const { rate, workingSet } = guestOf(instance);
  const bytesPerSecond = (workingSet * (1 - Math.exp((-rate * windowSeconds) / workingSet))) / windowSeconds;
  return { windowSeconds, bytesPerSecond, sampledPages: 4_096 };
}

export function surveyOf(
  instance: SimInstance,
  hosts: readonly SimHost[],
  measure: MeasuringTime,
): Omit<Survey, 'hosts'> & {
  ways: Map<SimHost, SurveyedWay[]>;
} {
  const guest = guestOf(instance);
  const runs = instance.powerState === 'running';
  return {
    memoryBytes: runs ? guest.memoryBytes : null,
    residentBytes: runs ? guest.residentBytes : null,
    dirtying:
      runs && measure !== 'none' && instance.instanceKind === 'vm'
        ? [measured(instance, windowSecondsOf[measure])]
        : [],
    ways: new Map(hosts.map(to => [to, methodsOf(instance).map(method => wayTo(instance, to, method))])),
  };
}
