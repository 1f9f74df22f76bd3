import type { CallOptions, VimSession } from '../session.ts';
import { asBoolean, asObject, asObjects, asRef, asText, type MoRef, type VimValue } from '../values.ts';
import { el } from '../xml/write.ts';
import { retrieve } from './properties.ts';

export interface AlarmState {
  alarm: MoRef;
  entity: MoRef;
  /** `gray`, `green`, `yellow` or `red`. */
  status: string;
  /** ISO 8601: since when it has this status. */
  time: string | null;
  acknowledged: boolean;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}

/** Of a property such as `triggeredAlarmState`. */
export const readAlarmStates = (value: VimValue | undefined): AlarmState[] =>
  asObjects(value).flatMap(state => {
    const alarm = asRef(state['alarm']);
    const entity = asRef(state['entity']);
    if (!alarm || !entity || asBoolean(state['disabled']) === true) return [];
    return [
      {
        alarm,
        entity,
        status: asText(state['overallStatus']) ?? 'gray',
        time: asText(state['time']),
        acknowledged: asBoolean(state['acknowledged']) ?? false,
        acknowledgedAt: asText(state['acknowledgedTime']),
        acknowledgedBy: asText(state['acknowledgedByUser']) || null,
      },
    ];
  });

export interface AlarmDefinition {
  ref: MoRef;
  name: string;
  description: string;
}

/** What alarms are called; of those that are gone nothing comes back. */
export async function readAlarms(
  session: VimSession,
  refs: readonly MoRef[],
  options: CallOptions = {},
): Promise<AlarmDefinition[]> {
  if (refs.length === 0) return [];
  // Not `info` as a whole: its expression and its actions are large.
  const found = await retrieve(session, { refs, paths: ['info.name', 'info.description'] }, options);
  return found.map(({ ref, properties }) => ({
    ref,
    name: asText(properties['info.name']) ?? ref.value,
    description: asText(properties['info.description']) ?? '',
  }));
}

export async function acknowledgeAlarm(
  session: VimSession,
  { manager, alarm, entity }: { manager: MoRef; alarm: MoRef; entity: MoRef },
  options: CallOptions = {},
): Promise<void> {
  const args = [el('alarm', alarm), el('entity', entity)];
  await session.call({ method: 'AcknowledgeAlarm', self: manager, args }, options);
}

export interface AlarmChange {
  name: string;
  entity: MoRef;
  entityName: string;
  /** Null: it was acknowledged. */
  status: string | null;
}

/** Of an AlarmStatusChangedEvent or AlarmAcknowledgedEvent. */
export function readAlarmChange(event: VimValue): AlarmChange | null {
  const fields = asObject(event);
  const about = asObject(fields?.['entity']);
  const entity = asRef(about?.['entity']);
  const name = asText(asObject(fields?.['alarm'])?.['name']);
  if (!entity || name === null) return null;
  return { name, entity, entityName: asText(about?.['name']) ?? '', status: asText(fields?.['to']) };
}
