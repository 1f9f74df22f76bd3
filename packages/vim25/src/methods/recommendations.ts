import type { CallOptions, VimSession } from '../session.ts';
import { asNumber, asObject, asObjects, asRef, asText, at, type MoRef, type VimValue } from '../values.ts';
import { el } from '../xml/write.ts';

export interface ClusterRecommendation {
  /** Unique within its cluster. */
  key: string;
  /** ISO 8601. */
  time: string | null;
  /** 1, the least, to 5. */
  rating: number;
  /** Such as `fairnessCpuAvg`. */
  reason: string;
  reasonText: string;
  warning: string | null;
  actions: ClusterAction[];
}

/** Of all kinds of actions: a move has a VM and two hosts, switching a host has that one as its target. */
export interface ClusterAction {
  type: string;
  target: MoRef | null;
  /** `powerOn` or `powerOff`, of a host. */
  operation: string | null;
  vm: MoRef | null;
  source: MoRef | null;
  destination: MoRef | null;
}

const readAction = (value: VimValue): ClusterAction => {
  const action = asObject(value);
  return {
    type: action?.$type ?? '',
    target: asRef(action?.['target']),
    operation: asText(action?.['operationType']),
    vm: asRef(at(value, 'drsMigration.vm')),
    source: asRef(at(value, 'drsMigration.source')),
    destination: asRef(at(value, 'drsMigration.destination')),
  };
};

/** Of the property `recommendation` of a cluster. */
export const readRecommendations = (value: VimValue | undefined): ClusterRecommendation[] =>
  asObjects(value).flatMap(one => {
    const key = asText(one['key']);
    if (key === null) return [];
    return [
      {
        key,
        time: asText(one['time']),
        rating: asNumber(one['rating']) ?? 1,
        reason: asText(one['reason']) ?? '',
        reasonText: asText(one['reasonText']) ?? '',
        warning: asText(one['warningText']) || null,
        actions: asObjects(one['action']).map(readAction),
      },
    ];
  });

/** vCenter does it; what it starts are tasks of their own. */
export async function applyRecommendation(
  session: VimSession,
  { cluster, key }: { cluster: MoRef; key: string },
  options: CallOptions = {},
): Promise<void> {
  await session.call({ method: 'ApplyRecommendation', self: cluster, args: [el('key', key)] }, options);
}
