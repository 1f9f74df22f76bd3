import type { Call } from '@orrery/provider-kit/calls.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { acknowledgeAlarm } from '@orrery/vim25/methods/alarms.ts';
import { applyRecommendation } from '@orrery/vim25/methods/recommendations.ts';
import { recentTasks } from '@orrery/vim25/methods/tasks.ts';
import type { MoRef } from '@orrery/vim25/values.ts';
import { idOf } from '@orrery/provider-kit/ids.ts';
import { renderAlarm, renderRecommendation } from '../inventory/render-warnings.ts';
import type { RecommendationFacts } from '../map/warnings.ts';
import { type Acting, missing } from './call.ts';
import { finished, type Job, working } from './job.ts';

const lookMs = 10_000;

export async function onAlarm(acting: Acting, call: Call): Promise<ActionResult> {
  const job = acting.job(call);
  const { scene, warnings } = acting.options;
  await warnings.read(job.session, call.control.signal);
  const alarm = scene.store.alarms.get(acting.native(call.request));
  const manager = job.session.content.alarmManager;
  if (!alarm || !manager) throw missing(call.request);
  checkState(call.request, renderAlarm(scene, alarm));
  call.control.progress({ phase: 'acknowledging' });
  await acknowledgeAlarm(job.session, { manager, ...alarm }, working(job));
  await warnings.read(job.session, AbortSignal.timeout(lookMs)).catch(() => undefined);
  return {};
}

export async function resolveAlarm(acting: Acting, call: Call): Promise<Resolution> {
  const job = acting.job(call);
  const { scene, warnings } = acting.options;
  await warnings.read(job.session, call.control.signal);
  const alarm = scene.store.alarms.get(acting.native(call.request));
  if (!alarm) return { state: 'failed', code: 'resource.not-found', message: 'The alarm is over' };
  return { state: alarm.acknowledged ? 'succeeded' : 'not-started' };
}

/** vCenter does what it recommends; a move is followed to its end. */
export async function onRecommendation(acting: Acting, call: Call): Promise<ActionResult> {
  const job = acting.job(call);
  const { scene, warnings, own, publisher } = acting.options;
  await warnings.read(job.session, call.control.signal);
  const one = scene.store.recommendations.get(acting.native(call.request));
  if (!one) throw missing(call.request);
  checkState(call.request, renderRecommendation(scene, one));
  const vm = one.vm ? scene.store.vmOf(one.vm) : undefined;
  const moved = vm ? idOf(scene.backend, vm.native) : call.request.id;
  const end = own.begin(moved, call.request.operation, vm ? ['instance.moved'] : []);
  one.applying = true;
  publisher.othersChanged();
  publisher.flush();
  call.control.progress({ phase: 'applying' });
  try {
    return await applied(job, one);
  } finally {
    one.applying = false;
    // Not with the operation's signal: that may be why it ended.
    await warnings.read(job.session, AbortSignal.timeout(lookMs)).catch(() => undefined);
    end();
  }
}

async function applied(job: Job, { vm, cluster, key }: RecommendationFacts): Promise<ActionResult> {
  const before = vm ? await movesOf(job, vm) : [];
  await applyRecommendation(job.session, { cluster, key }, working(job));
  if (!vm) return { message: 'vCenter has taken it up' };
  const task = await begun(job, vm, new Set(before.map(({ value }) => value)));
  if (!task) return { message: 'vCenter has taken it up; its move was not seen' };
  await finished(job, task);
  return {};
}

/** DRS moves by tasks of its own (Drm.ExecuteVMotionLRO), or by those that people use. */
const isMove = (description: string): boolean => /vmotion|\.migrate|\.relocate/i.test(description);

async function movesOf(job: Job, vm: MoRef): Promise<MoRef[]> {
  const tasks = await recentTasks(job.session, vm, working(job));
  return tasks.filter(({ description }) => isMove(description)).map(({ ref }) => ref);
}

/** vCenter answers before it begins; by then its task is there. */
const beginsWithinMs = 10_000;
const lookEveryMs = 300;

async function begun(job: Job, vm: MoRef, before: ReadonlySet<string>): Promise<MoRef | null> {
  const { clock, control } = job;
  const until = clock.now() + beginsWithinMs;
  for (;;) {
    const task = (await movesOf(job, vm)).find(({ value }) => !before.has(value));
    if (task) return task;
    if (clock.now() >= until) return null;
    await pause(clock, lookEveryMs, control.signal);
  }
}

/** Without its task: by whether the recommendation is still there, and where the instance is. */
export async function resolveRecommendation(acting: Acting, call: Call): Promise<Resolution> {
  const job = acting.job(call);
  const { scene, warnings } = acting.options;
  await warnings.read(job.session, call.control.signal);
  if (scene.store.recommendations.has(acting.native(call.request))) return { state: 'not-started' };
  const { instance, toHost } = call.request.before;
  const vm = [...scene.store.vms.values()].find(({ native }) => idOf(scene.backend, native) === instance);
  const host = scene.store.host(vm?.host ?? null);
  if (host && idOf(scene.backend, host.native) === toHost) return { state: 'succeeded' };
  return { state: 'unknown', message: 'vCenter has it no longer, and its move has not been made' };
}
