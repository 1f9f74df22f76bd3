import type { CallOptions, VimSession } from '../session.ts';
import {
  asNumber,
  asObject,
  asObjects,
  asRef,
  asText,
  type MoRef,
  type VimObject,
  type VimValue,
} from '../values.ts';
import { each, el, optional } from '../xml/write.ts';
import { returnedRef } from './returned.ts';

export interface VimEvent {
  /** Grows by one with each event of the server. */
  key: number;
  type: string;
  /** ISO 8601. */
  at: string;
  /** Who did it; empty: the server itself. */
  user: string;
  message: string;
  vm: NamedRef | null;
  host: NamedRef | null;
  /** The event as it is, for what only some kinds have. */
  fields: VimObject;
}

export interface NamedRef {
  ref: MoRef;
  name: string;
}

/** `vm`, `host` and their like are a reference with its name as it was then. */
function named(value: VimValue | undefined, field: string): NamedRef | null {
  const argument = asObject(value);
  const ref = asRef(argument?.[field]);
  return ref ? { ref, name: asText(argument?.['name']) ?? '' } : null;
}

export function readEvent(fields: VimObject): VimEvent | null {
  const key = asNumber(fields['key']);
  const type = asText(fields['eventTypeId']) ?? fields.$type;
  const created = Date.parse(asText(fields['createdTime']) ?? '');
  if (key === null || type === undefined || Number.isNaN(created)) return null;
  return {
    key,
    type,
    at: new Date(created).toISOString(),
    user: asText(fields['userName']) ?? '',
    message: asText(fields['fullFormattedMessage']) ?? '',
    vm: named(fields['vm'], 'vm'),
    host: named(fields['host'], 'host'),
    fields,
  };
}

/** Oldest first. */
export const readEvents = (value: VimValue | undefined): VimEvent[] =>
  asObjects(value)
    .map(readEvent)
    .filter(event => event !== null)
    .toSorted((a, b) => a.key - b.key);

/** Its property `latestPage` holds the newest events of these types. Lives as long as the session. */
export async function createEventCollector(
  session: VimSession,
  manager: MoRef,
  { types, pageSize }: { types: readonly string[]; pageSize: number },
  options: CallOptions = {},
): Promise<MoRef> {
  const method = 'CreateCollectorForEvents';
  const args = [el('filter', each('eventTypeId', types))];
  const collector = returnedRef(await session.call({ method, self: manager, args }, options), method);
  const size = { method: 'SetCollectorPageSize', self: collector, args: [el('maxCount', pageSize)] };
  await session.call(size, { ...options, sessionBound: true });
  return collector;
}

/** Events of these types since a time, oldest first. */
export async function queryEvents(
  session: VimSession,
  manager: MoRef,
  { types, since }: { types: readonly string[]; since: string | null },
  options: CallOptions = {},
): Promise<VimEvent[]> {
  const time = since === null ? null : el('time', [el('beginTime', since)]);
  const filter = [
    ...(time === null ? [] : [time]),
    ...each('eventTypeId', types),
    ...optional('maxCount', 1000),
  ];
  const call = { method: 'QueryEvents', self: manager, args: [el('filter', filter)] };
  return readEvents(await session.call(call, options));
}
