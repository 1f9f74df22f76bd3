import { VimFault } from '../errors.ts';
import type { CallOptions, VimSession } from '../session.ts';
import { asBoolean, asNumber, asObject, asRef, asText, type MoRef, type VimValue } from '../values.ts';
import type { Xml } from '../xml/write.ts';
import { type ObjectContent, retrieve, retrieveAll, retrieveOne } from './properties.ts';
import { returnedRef } from './returned.ts';

export interface TaskInfo {
  ref: MoRef;
  state: 'queued' | 'running' | 'success' | 'error';
  /** 0 to 100; null: not reported. */
  progress: number | null;
  cancelable: boolean;
  result: VimValue | null;
  fault: VimFault | null;
}

/** Not `info` as a whole: some managers put large things in there. */
const paths = [
  'info.state',
  'info.progress',
  'info.cancelable',
  'info.result',
  'info.error',
  'info.descriptionId',
];
const states = ['queued', 'running', 'success', 'error'] as const;

/** A fault that is not thrown but told of: as `LocalizedMethodFault`. */
export function localizedFault(value: VimValue | undefined, method: string): VimFault | null {
  const localized = asObject(value);
  const detail = asObject(localized?.['fault']);
  if (!localized || !detail) return null;
  const message = asText(localized['localizedMessage']) ?? '';
  return new VimFault({ fault: detail.$type ?? 'Fault', message, detail, method });
}

function taskInfo(ref: MoRef, properties: Record<string, VimValue>): TaskInfo {
  const state = asText(properties['info.state']);
  return {
    ref,
    state: states.find(s => s === state) ?? 'running',
    progress: asNumber(properties['info.progress']),
    cancelable: asBoolean(properties['info.cancelable']) ?? false,
    result: properties['info.result'] ?? null,
    fault: localizedFault(properties['info.error'], asText(properties['info.descriptionId']) ?? 'task'),
  };
}

/** Starts a method that goes on as a task. */
export async function startTask(
  session: VimSession,
  call: { method: string; self: MoRef; args?: readonly Xml[] },
  options: CallOptions = {},
): Promise<MoRef> {
  return returnedRef(await session.call(call, options), call.method);
}

/** Many tasks in one call. Throws `ManagedObjectNotFound` when one of them is not remembered any more. */
export async function readTasks(
  session: VimSession,
  refs: readonly MoRef[],
  options: CallOptions = {},
): Promise<TaskInfo[]> {
  const found = await retrieve(session, { refs, paths }, options);
  return found.map(({ ref, properties }) => taskInfo(ref, properties));
}

export async function readTask(
  session: VimSession,
  ref: MoRef,
  options: CallOptions = {},
): Promise<TaskInfo> {
  const { properties } = await retrieveOne(session, { ref, paths }, options);
  return taskInfo(ref, properties);
}

export async function cancelTask(session: VimSession, self: MoRef, options: CallOptions = {}): Promise<void> {
  await session.call({ method: 'CancelTask', self }, options);
}

/** A task as lists of what is going on tell it. */
export interface RecentTask {
  ref: MoRef;
  entity: MoRef | null;
  /** Such as `VirtualMachine.migrate`. */
  description: string;
  isUnderWay: boolean;
  /** When it was begun, or else put in the queue. */
  startedAt: string | null;
  /** Who asked for it; null: the server itself. */
  user: string | null;
}

const recentPaths = [
  'info.entity',
  'info.descriptionId',
  'info.state',
  'info.startTime',
  'info.queueTime',
  'info.reason',
];

function recentTask({ ref, properties: p }: ObjectContent): RecentTask {
  const reason = asObject(p['info.reason']);
  const state = asText(p['info.state']);
  return {
    ref,
    entity: asRef(p['info.entity']),
    description: asText(p['info.descriptionId']) ?? '',
    isUnderWay: state === 'queued' || state === 'running',
    startedAt: asText(p['info.startTime']) ?? asText(p['info.queueTime']),
    user: reason?.$type === 'TaskReasonUser' ? asText(reason['userName']) : null,
  };
}

/** What goes on and what has ended lately, on one entity or on all; the newest last. */
export async function recentTasks(
  session: VimSession,
  on: MoRef | null,
  options: CallOptions = {},
): Promise<RecentTask[]> {
  const { taskManager } = session.content;
  // Each knows some that the other does not. Reached from there, those that go meanwhile are left out.
  const objects = [on, taskManager]
    .filter(ref => ref !== null)
    .map(object => ({ object, along: { type: object.type, path: 'recentTask' } }));
  const found = await retrieveAll(session, { properties: { Task: recentPaths }, objects }, options);
  const tasks = new Map(found.map(content => [content.ref.value, recentTask(content)]));
  return [...tasks.values()]
    .filter(({ entity }) => on === null || entity?.value === on.value)
    .toSorted((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''));
}

export const taskRef = (value: string): MoRef => ({ type: 'Task', value });
export const resultRef = ({ result }: TaskInfo): MoRef | null => asRef(result);
