import type { EventLog, Fact } from '@orrery/provider-kit/event-log.ts';
import { readAlarmChange } from '@orrery/vim25/methods/alarms.ts';
import type { VimEvent } from '@orrery/vim25/methods/events.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import type { Store } from '../inventory/store.ts';

/** What an alarm can be about, as far as Orrery shows it. */
const kinds = {
  VirtualMachine: 'instance',
  HostSystem: 'host',
  ClusterComputeResource: 'cluster',
  Datastore: 'storage-pool',
} as const;
const isShown = (type: string): type is keyof typeof kinds => type in kinds;

function factOf(name: string, status: string | null): Fact {
  if (status === null)
    return { type: 'alarm.acknowledged', severity: 'info', message: `Alarm "${name}" was acknowledged` };
  if (status === 'red')
    return { type: 'alarm.raised', severity: 'error', message: `Alarm "${name}" was raised: critical` };
  return status === 'yellow'
    ? { type: 'alarm.raised', severity: 'warning', message: `Alarm "${name}" was raised: warning` }
    : { type: 'alarm.cleared', severity: 'info', message: `Alarm "${name}" is over` };
}

/** As something that happened to what the alarm is about. */
export function tellAlarm(
  { backend, store, log }: { backend: string; store: Store; log: EventLog },
  { fields, at, host }: VimEvent,
): void {
  const change = readAlarmChange(fields);
  const native = change ? store.nativeOf(change.entity) : undefined;
  if (!change || native === undefined || !isShown(change.entity.type)) return;
  const on = host ? store.host(host.ref) : undefined;
  log.report({
    kind: kinds[change.entity.type],
    id: idOf(backend, native),
    name: change.entityName,
    host: on ? idOf(backend, on.native) : null,
    fact: factOf(change.name, change.status),
    at,
  });
}
