import { alarmSeverities, alarmStatuses, alarmTargets } from '@orrery/contract/resources/alarm.ts';
import {
  makers,
  recommendationCauses,
  recommendationStatuses,
  recommendedActions,
} from '@orrery/contract/resources/recommendation.ts';
import type { ResourceTypes } from '@orrery/contract/resources/registry.ts';
import type { FieldTable } from '../query/fields.ts';
import { commonFields, counted, created, named } from './common.ts';

export const recommendationFields: FieldTable<ResourceTypes['recommendation']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: recommendationStatuses, get: r => r.status },
  by: { type: 'enum', label: 'Recommended by', values: makers, get: r => r.madeBy },
  action: { type: 'enum', label: 'Action', values: recommendedActions, get: r => r.action },
  cause: { type: 'enum', label: 'Cause', values: recommendationCauses, get: r => r.cause },
  cluster: { ...named('Cluster', r => r.clusterName), ref: r => r.cluster, of: 'cluster', group: true },
  instance: { ...named('Instance', r => r.instanceName), ref: r => r.instance, of: 'instance', text: true },
  from: { ...named('From host', r => r.fromHostName), ref: r => r.fromHost, of: 'host', group: true },
  to: { ...named('To host', r => r.toHostName), ref: r => r.toHost, of: 'host', group: true },
  host: {
    type: 'list',
    label: 'Either host',
    of: 'host',
    get: r => [r.fromHost, r.fromHostName, r.toHost, r.toHostName].filter(host => host !== null),
  },
  priority: counted('Priority', r => r.priority),
  gain: counted('Gain', r => r.gain),
  reason: { ...named('Reason', r => r.reason), text: true },
  ...created<ResourceTypes['recommendation']>(),
  expires: { type: 'time', label: 'Expires', get: r => r.expiresAt },
};

/** Warnings before what is critical, as sorting by name would have it the other way round. */
const weights: Readonly<Record<ResourceTypes['alarm']['severity'], number>> = { warning: 1, critical: 2 };

export const alarmFields: FieldTable<ResourceTypes['alarm']> = {
  ...commonFields,
  status: { type: 'enum', label: 'Status', values: alarmStatuses, get: a => a.status },
  severity: { type: 'enum', label: 'Severity', values: alarmSeverities, get: a => a.severity },
  weight: counted('Weight of the severity', a => weights[a.severity]),
  by: { type: 'enum', label: 'Raised by', values: makers, get: a => a.madeBy },
  target: { ...named('About', a => a.targetName), ref: a => a.target, text: true },
  targetkind: { type: 'enum', label: 'Kind of target', values: alarmTargets, get: a => a.targetKind },
  raised: { type: 'time', label: 'Raised', get: a => a.raisedAt },
  age: { type: 'age', label: 'Age', get: a => a.raisedAt },
  acknowledged: { type: 'time', label: 'Acknowledged', get: a => a.acknowledgedAt },
  attention: { type: 'flag', label: 'Nobody has seen to it', get: a => a.status === 'raised' },
};
