import { counted } from '@orrery/contract/counted.ts';
import { type Call, resultOf } from '@orrery/provider-kit/calls.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { renderHost } from '../inventory/render.ts';
import { serviceOf } from '../map/labels.ts';
import { isActive } from '../map/power.ts';
import type { RawNode, RawTask } from '../map/swarm.ts';
import type { Executor } from './executor.ts';
import { amendSpec, type Manager, managerOf } from './swarm-manager.ts';

const lookEveryMs = 500;
/** To put it back into service when the draining is called off. */
const putBackMs = 10_000;

const availability = { enterMaintenance: 'drain', exitMaintenance: 'active' } as const;
const events = {
  enterMaintenance: 'host.maintenance-entered',
  exitMaintenance: 'host.maintenance-left',
} as const;

type Turn = keyof typeof availability;
const turnOf = ({ request: { action } }: Call): Turn | undefined =>
  action === 'enterMaintenance' || action === 'exitMaintenance' ? action : undefined;
export const isMaintenance = (call: Call): boolean => turnOf(call) !== undefined;

interface Place {
  manager: Manager;
  /** Its node id. */
  node: string;
}

/** A swarm can be told to empty its nodes; an engine that is in none keeps what it has. */
function placeOf(executor: Executor, { record }: EngineLink): Place {
  const node = record?.seat.node?.id;
  const manager = record && managerOf(executor, record.seat.cluster);
  if (manager && node !== undefined) return { manager, node };
  const isMember = (record?.member ?? null) !== null;
  throw new ProviderError(
    'capability.missing',
    isMember
      ? 'No manager of its swarm is among the engines of this backend'
      : 'It is in no swarm; an engine by itself knows no maintenance of its host',
    isMember ? { advice: 'Add a manager of the swarm to the backend' } : {},
  );
}

const ended = new Set(['complete', 'failed', 'shutdown', 'rejected', 'orphaned', 'remove']);

/** Tasks that are still at work on a node, as its swarm knows. */
async function tasksOn({ manager, node }: Place, signal: AbortSignal): Promise<number> {
  const filters = JSON.stringify({ node: [node] });
  const tasks = await manager.api.get<RawTask[]>('/tasks', { filters }, { signal });
  return tasks.filter(({ Status }) => !ended.has(Status?.State ?? '')).length;
}

type RawSpec = RawNode['Spec'];

const turn = (place: Place, Availability: string, signal: AbortSignal): Promise<void> =>
  amendSpec<RawSpec>(
    place.manager,
    { path: `/nodes/${place.node}`, change: spec => ({ ...spec, Availability }) },
    { signal },
  );

/** Until nothing of its swarm runs there any more. */
async function emptied(executor: Executor, call: Call, place: Place): Promise<void> {
  const { signal, progress } = call.control;
  const atFirst = Math.max(1, await tasksOn(place, signal));
  for (let left = atFirst; left > 0; left = await tasksOn(place, signal)) {
    progress({ phase: 'emptying', fraction: Math.max(0, 1 - left / atFirst) });
    await pause(executor.options.clock, lookEveryMs, signal);
  }
}

/** What no service keeps is nobody's to move but people's. */
function remaining({ record }: EngineLink): string | undefined {
  const staying = [...(record?.containers.values() ?? [])].filter(
    ({ state, labels }) => isActive(state) && serviceOf(labels) === null,
  );
  return staying.length === 0
    ? undefined
    : `It still runs ${counted(staying.length, 'instance')} of no service: such are moved or stopped by hand`;
}

export async function maintain(executor: Executor, call: Call, link: EngineLink): Promise<ActionResult> {
  const action = turnOf(call) ?? 'enterMaintenance';
  const place = placeOf(executor, link);
  await place.manager.link.live.swarm.read('poll');
  executor.options.inventory.flush();
  if (link.record) checkState(call.request, renderHost(executor.options.backend, link.record));
  const { signal } = call.control;
  return executor.options.own.during(call.request, [events[action]], async () => {
    await turn(place, availability[action], signal);
    await told(executor, place);
    if (action === 'exitMaintenance') return {};
    await emptied(executor, call, place).catch(async (error: unknown) => {
      await turn(place, 'active', AbortSignal.timeout(putBackMs)).catch(() => undefined);
      throw error;
    });
    await told(executor, place);
    const message = remaining(link);
    return resultOf(message);
  });
}

async function told({ options }: Executor, { manager }: Place): Promise<void> {
  await manager.link.live.swarm.read('event');
  options.inventory.flush();
}

/** One that is being emptied is waited for, as the action would have. */
export async function resolveMaintenance(
  executor: Executor,
  call: Call,
  link: EngineLink,
): Promise<Resolution> {
  const place = placeOf(executor, link);
  await told(executor, place);
  const isDrained = link.record?.seat.node?.availability === 'drained';
  if (isDrained !== (turnOf(call) === 'enterMaintenance')) return { state: 'not-started' };
  if (isDrained) await emptied(executor, call, place);
  return { state: 'succeeded' };
}
