import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import type { Recommendation } from '@orrery/contract/resources/recommendation.ts';
import type { SimAlarm, SimRecommendation } from '../world/model.ts';
import { isoOrNull, type MapContext } from './context.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';

/** Whoever acts through Orrery is this account at the data centre. */
const account = 'orrery@demo';

export function toRecommendation(
  recommendation: SimRecommendation,
  { backend, asOf, source }: MapContext,
): Omit<Recommendation, 'actions' | 'stale'> {
  const { native, name, instance, from, to, priority, reason, gain, createdAt, expiresAt } = recommendation;
  return {
    id: idOf(backend, native),
    kind: 'recommendation',
    backend,
    name,
    project: null,
    asOf,
    source,
    status: 'open',
    madeBy: 'backend',
    action: 'move',
    steps: 1,
    cluster: idOf(backend, from.cluster.native),
    clusterName: from.cluster.name,
    instance: idOf(backend, instance.native),
    instanceName: instance.name,
    fromHost: idOf(backend, from.native),
    fromHostName: from.name,
    toHost: idOf(backend, to.native),
    toHostName: to.name,
    priority,
    cause: 'cpu',
    reason,
    warning: null,
    gain,
    createdAt: isoOrNull(createdAt),
    expiresAt: isoOrNull(expiresAt),
  };
}

export function toAlarm(
  { native, name, description, target, severity, raisedAt, acknowledgedAt }: SimAlarm,
  { backend, asOf, source }: MapContext,
): Omit<Alarm, 'actions' | 'stale'> {
  return {
    id: idOf(backend, native),
    kind: 'alarm',
    backend,
    name,
    project: target.kind === 'instance' ? target.project : null,
    asOf,
    source,
    status: acknowledgedAt === null ? 'raised' : 'acknowledged',
    severity,
    madeBy: 'backend',
    description,
    targetKind: target.kind,
    target: idOf(backend, target.native),
    targetName: target.name,
    raisedAt: isoOrNull(raisedAt),
    acknowledgedAt: isoOrNull(acknowledgedAt),
    acknowledgedBy: acknowledgedAt === null ? null : account,
  };
}
