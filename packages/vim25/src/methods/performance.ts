import { VimTransportError } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import {
  asList,
  asNumber,
  asObject,
  asObjects,
  asRef,
  asText,
  type MoRef,
  type VimValue,
} from '../values.ts';
import { el } from '../xml/write.ts';
import { retrieveOne } from './properties.ts';

/** What hosts and VMs are measured at by themselves, and kept for an hour. */
export const realtimeSeconds = 20;

const manager = (session: VimSession): MoRef => {
  const self = session.content.perfManager;
  if (!self) throw new VimTransportError('protocol', 'It has no performance manager');
  return self;
};

/** Numbers of counters by their names, such as `cpu.usage.average`: they differ between servers. */
export async function counterIds(
  session: VimSession,
  options: CallOptions = {},
): Promise<Map<string, number>> {
  const wanted = { ref: manager(session), paths: ['perfCounter'] };
  const { properties } = await retrieveOne(session, wanted, options);
  const ids = new Map<string, number>();
  for (const counter of asObjects(properties['perfCounter'])) {
    const key = asNumber(counter['key']);
    const parts = [
      asObject(counter['groupInfo'])?.['key'],
      asObject(counter['nameInfo'])?.['key'],
      counter['rollupType'],
    ];
    if (key !== null) ids.set(parts.map(part => asText(part) ?? '').join('.'), key);
  }
  return ids;
}

export interface EntityMetrics {
  ref: MoRef;
  /** Newest value by counter, over all instances of it. */
  values: Map<number, number>;
}

/** The newest real-time sample of some counters, of many objects in one call. */
export async function queryLatest(
  session: VimSession,
  wanted: { entities: readonly MoRef[]; counters: readonly number[] },
  options: CallOptions = {},
): Promise<EntityMetrics[]> {
  const metrics = wanted.counters.map(id => el('metricId', [el('counterId', id), el('instance', '')]));
  const args = wanted.entities.map(entity =>
    el('querySpec', [
      el('entity', entity),
      el('maxSample', 1),
      ...metrics,
      el('intervalId', realtimeSeconds),
      el('format', 'normal'),
    ]),
  );
  const answer = await session.call({ method: 'QueryPerf', self: manager(session), args }, options);
  return asObjects(answer).flatMap(entry => {
    const ref = asRef(entry['entity']);
    return ref ? [{ ref, values: newest(entry['value']) }] : [];
  });
}

function newest(series: VimValue | undefined): Map<number, number> {
  const values = new Map<number, number>();
  for (const one of asObjects(series)) {
    const counter = asNumber(asObject(one['id'])?.['counterId']);
    const value = asNumber(asList(one['value']).at(-1));
    // -1: not measured at that time.
    if (counter !== null && value !== null && value >= 0) values.set(counter, value);
  }
  return values;
}
