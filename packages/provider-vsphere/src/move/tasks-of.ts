import { retrieve, retrieveOne } from '@orrery/vim25/methods/properties.ts';
import type { VimSession } from '@orrery/vim25/session.ts';
import { asObject, asRef, asRefs, asText, type MoRef, type VimObject } from '@orrery/vim25/values.ts';
import type { Way } from './rules.ts';

/** A task that moves a VM, begun by whomever. */
export interface MoveTask {
  ref: MoRef;
  vm: MoRef;
  running: boolean;
  way: Way;
  startedAt: string | null;
  /** Null: vCenter itself, which is DRS. */
  user: string | null;
}

const paths = [
  'info.state',
  'info.descriptionId',
  'info.entity',
  'info.reason',
  'info.startTime',
  'info.queueTime',
];

const wayOf = (description: string): Way | null => {
  if (/^VirtualMachine\.relocate/i.test(description)) return 'block';
  return /^(VirtualMachine\.migrate|Drm\.ExecuteVMotion)/i.test(description) ? 'live' : null;
};

function userOf(reason: VimObject | null): string | null {
  return reason?.$type === 'TaskReasonUser' ? asText(reason['userName']) : null;
}

/** Those among some tasks that are moves, the newest last. One that is forgotten meanwhile hides all of them. */
async function among(session: VimSession, refs: readonly MoRef[], signal: AbortSignal): Promise<MoveTask[]> {
  if (refs.length === 0) return [];
  const found = await retrieve(session, { refs, paths }, { signal }).catch(() => []);
  const tasks = found.flatMap(({ ref, properties: p }): MoveTask[] => {
    const way = wayOf(asText(p['info.descriptionId']) ?? '');
    const vm = asRef(p['info.entity']);
    if (way === null || vm?.type !== 'VirtualMachine') return [];
    const running = ['queued', 'running'].includes(asText(p['info.state']) ?? '');
    const startedAt = asText(p['info.startTime']) ?? asText(p['info.queueTime']);
    return [{ ref, vm, running, way, startedAt, user: userOf(asObject(p['info.reason'])) }];
  });
  return tasks.toSorted((a, b) => Date.parse(a.startedAt ?? '') - Date.parse(b.startedAt ?? ''));
}

export async function movesOf(session: VimSession, vm: MoRef, signal: AbortSignal): Promise<MoveTask[]> {
  const { properties } = await retrieveOne(session, { ref: vm, paths: ['recentTask'] }, { signal });
  return among(session, asRefs(properties['recentTask']), signal);
}

/** All that vCenter is at work on now. */
export async function movesNow(session: VimSession, signal: AbortSignal): Promise<MoveTask[]> {
  const { taskManager } = session.content;
  if (!taskManager) return [];
  const wanted = { ref: taskManager, paths: ['recentTask'] };
  const { properties } = await retrieveOne(session, wanted, { signal });
  const moves = await among(session, asRefs(properties['recentTask']), signal);
  return moves.filter(({ running }) => running);
}
