import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import type { HostLoad } from '../load/host-load.ts';
import type { SimHost, SimInstance, SimPool } from '../world/model.ts';

type Severity = Alarm['severity'];

/** Something that the data centre looks after: a figure of a thing, and from when on it is too much. */
export interface Condition<Seen> extends Limits {
  key: string;
  name: string;
  description: string;
  /** Percent, as a rule; null: nothing to be said now. */
  measure: (seen: Seen) => number | null;
}

export interface Limits {
  warning: number;
  critical: number;
  /** How many looks in a row it must be so: one busy moment is no alarm. */
  looks: number;
}

/** It must fall this far below the limit before the alarm ends, or it would come and go. */
const slack = 5;

/** How bad it is; `before` is what is raised now. */
export function judge(
  { warning, critical }: Pick<Limits, 'warning' | 'critical'>,
  figure: number | null,
  before: Severity | null,
): Severity | null {
  if (figure === null) return null;
  if (figure >= critical - (before === 'critical' ? slack : 0)) return 'critical';
  return figure >= warning - (before === null ? 0 : slack) ? 'warning' : null;
}

const never = Number.POSITIVE_INFINITY;

export const hostConditions: readonly Condition<{ host: SimHost; load: HostLoad }>[] = [
  {
    key: 'connection',
    name: 'Host connection lost',
    description: 'The management connection of a host does not answer',
    measure: ({ host }) => (host.reachable ? 0 : 100),
    warning: never,
    critical: 100,
    looks: 1,
  },
  {
    key: 'memory',
    name: 'Host memory usage',
    description: 'Memory used on a host: a warning from 80 %, critical from 92 %',
    measure: ({ host, load }) => (host.reachable ? (100 * load.memoryUsedMiB) / host.model.memoryMiB : null),
    warning: 80,
    critical: 92,
    looks: 2,
  },
  {
    key: 'cpu',
    name: 'Host CPU usage',
    description: 'CPU used on a host: a warning from 85 %, critical from 97 %',
    measure: ({ host, load }) => (host.reachable ? load.cpuPercent : null),
    warning: 85,
    critical: 97,
    looks: 4,
  },
];

export const poolConditions: readonly Condition<SimPool>[] = [
  {
    key: 'space',
    name: 'Space in the storage pool',
    description: 'Space used in a pool: a warning from 85 %, critical from 93 %',
    measure: pool => (pool.capacityBytes > 0 ? (100 * pool.usedBytes) / pool.capacityBytes : null),
    warning: 85,
    critical: 93,
    looks: 1,
  },
];

export const instanceConditions: readonly Condition<SimInstance>[] = [
  {
    key: 'cpu',
    name: 'Instance CPU usage',
    description: 'CPU used by an instance, of what it has: a warning from 90 %',
    measure: instance => (instance.powerState === 'running' ? instance.cpuPercent : 0),
    warning: 90,
    critical: never,
    looks: 3,
  },
];
