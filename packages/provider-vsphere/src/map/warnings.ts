import type { Alarm } from '@orrery/contract/resources/alarm.ts';
import type { Recommendation } from '@orrery/contract/resources/recommendation.ts';
import type { AlarmDefinition, AlarmState } from '@orrery/vim25/methods/alarms.ts';
import type { ClusterAction, ClusterRecommendation } from '@orrery/vim25/methods/recommendations.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { nativeOfRef } from '../ids.ts';
import type { Seen } from '@orrery/provider-kit/seen.ts';
import { instant } from './read.ts';

export interface AlarmFacts {
  native: string;
  alarm: MoRef;
  entity: MoRef;
  name: string;
  description: string;
  severity: Alarm['severity'];
  raisedAt: string | null;
  acknowledged: boolean;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  seen: Seen;
}

export interface RecommendationFacts {
  native: string;
  cluster: MoRef;
  key: string;
  action: Recommendation['action'];
  steps: number;
  vm: MoRef | null;
  from: MoRef | null;
  to: MoRef | null;
  priority: number;
  cause: Recommendation['cause'];
  reason: string;
  warning: string | null;
  createdAt: string | null;
  /** On our behalf. */
  applying: boolean;
  seen: Seen;
}

/** Yellow is a warning and red an alert; the others are no trouble. */
const severities: Readonly<Record<string, Alarm['severity']>> = { yellow: 'warning', red: 'critical' };

export function alarmFacts(
  state: AlarmState,
  definition: AlarmDefinition | undefined,
  seen: Seen,
): AlarmFacts | null {
  const severity = severities[state.status];
  if (severity === undefined) return null;
  const { alarm, entity, acknowledged, acknowledgedBy } = state;
  return {
    native: `${alarm.value}.${nativeOfRef(entity)}`,
    alarm,
    entity,
    name: definition?.name ?? alarm.value,
    description: definition?.description ?? '',
    severity,
    raisedAt: instant(state.time),
    acknowledged,
    acknowledgedAt: acknowledged ? instant(state.acknowledgedAt) : null,
    acknowledgedBy: acknowledged ? acknowledgedBy : null,
    seen,
  };
}

/** vCenter's codes (RecommendationReasonCode) in kinds that people tell apart. */
const causes: readonly [RegExp, Recommendation['cause']][] = [
  [/affin/i, 'rule'],
  [/cpu/i, 'cpu'],
  [/mem/i, 'memory'],
  [/maint|degradation/i, 'maintenance'],
  [/standby|power|capacity|checkResource/i, 'power'],
];

const causeOf = (reason: string): Recommendation['cause'] =>
  causes.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';

function actionOf(step: ClusterAction | undefined): Recommendation['action'] {
  if (step?.type === 'ClusterMigrationAction') return 'move';
  if (step?.operation === 'powerOn') return 'power-on';
  return step?.operation === 'powerOff' ? 'power-off' : 'other';
}

/** vCenter rates from 1, the least, to 5; Orrery's priorities go the other way. */
const priorityOf = (rating: number): number => 6 - Math.min(5, Math.max(1, Math.round(rating)));

export function recommendationFacts(
  cluster: MoRef,
  { key, time, rating, reason, reasonText, warning, actions: steps }: ClusterRecommendation,
  { seen, applying }: { seen: Seen; applying: boolean },
): RecommendationFacts {
  const first = steps.find(step => step.vm !== null) ?? steps[0];
  const isHost = first?.target?.type === 'HostSystem';
  return {
    native: `recommendation-${cluster.value}-${key}`,
    cluster,
    key,
    action: actionOf(first),
    steps: Math.max(1, steps.length),
    vm: first?.vm ?? null,
    from: first?.source ?? (isHost ? (first?.target ?? null) : null),
    to: first?.destination ?? null,
    priority: priorityOf(rating),
    cause: causeOf(reason),
    reason: reasonText === '' ? reason : reasonText,
    warning,
    createdAt: instant(time),
    applying,
    seen,
  };
}
