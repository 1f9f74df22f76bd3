import { pause } from '@orrery/provider-kit/clock.ts';
import { EngineError, hasStatus, nullWhenGone } from '../engine/engine-error.ts';
import { isActive, powerStateOf } from '../map/power.ts';
import { type InstanceAction, type InstanceJob, post, working } from './job.ts';

/** The engine's own grace before it ends a container by force, in seconds. */
const defaultGrace = 10;
/** Of a container whose processes do not end even by force, after that long. */
const forceDeadlineMs = 30_000;

/** What has ended before it was told to has done as it was asked: in Docker's words, or Podman's. */
const hasEnded = (error: unknown): boolean =>
  hasStatus(error, 409) &&
  error instanceof EngineError &&
  /is not running|can only kill running containers/.test(error.message);

const kill = (job: InstanceJob, signal: string): Promise<undefined> =>
  post(job, 'kill', { signal }).catch((error: unknown) => {
    if (!hasEnded(error)) throw error;
    return undefined;
  });

/** Resolves once it does not run any more, or is gone. */
async function ended(job: InstanceJob, signal: AbortSignal): Promise<void> {
  const path = `${job.path}/wait`;
  const options = { signal, deadlineMs: working(job).deadlineMs };
  await job.api
    .send({ method: 'POST', path, query: { condition: 'not-running' } }, options)
    .catch(nullWhenGone);
}

/** True when it has ended within the time. */
async function endsWithin(job: InstanceJob, ms: number): Promise<boolean> {
  const over = new AbortController();
  const signal = AbortSignal.any([job.control.signal, over.signal]);
  try {
    return await Promise.race([
      ended(job, signal).then(() => true),
      pause(job.clock, ms, signal).then(() => false),
    ]);
  } finally {
    over.abort(new Error('no longer waited for'));
  }
}

/**
 * Asks it to end, and ends it by force when its grace is over: what the engine's own stop does. That one cannot be
 * called back: told to stop, the engine kills the container after the grace though nobody waits any more.
 */
async function stop(job: InstanceJob): Promise<string | undefined> {
  const { facts, control } = job;
  // Between two starts of a crash loop there is no process to ask.
  if (facts.state.status === 'restarting') return post(job, 'stop', { t: 0 });
  const grace = facts.stopTimeout ?? defaultGrace;
  await kill(job, facts.stopSignal ?? 'SIGTERM');
  control.progress({ phase: 'waiting for it to end' });
  const graceMs = grace < 0 ? (working(job).deadlineMs ?? forceDeadlineMs) : grace * 1000;
  if (await endsWithin(job, graceMs)) return undefined;
  control.signal.throwIfAborted();
  control.progress({ phase: 'forcing it off' });
  await forceStop(job);
  return `It did not end within its ${grace} seconds and was forced off`;
}

async function forceStop(job: InstanceJob): Promise<undefined> {
  if (job.facts.state.status === 'restarting') return post(job, 'stop', { t: 0 });
  await kill(job, 'SIGKILL');
  await endsWithin(job, forceDeadlineMs);
  return undefined;
}

/** Its processes began after the operation was asked for; null when it is not known since when they ran then. */
function startedAnew({ facts: { state }, request }: InstanceJob): boolean | null {
  const then = request.before['startedAt'];
  if (typeof then !== 'string') return null;
  return state.status === 'running' && state.startedAt !== null && state.startedAt !== then;
}

/** Something that runs and is done at once does not run any more, but has been started. */
function started({ facts: { state }, request }: InstanceJob): boolean {
  if (isActive(state)) return true;
  const asked = request.before['asOf'];
  return typeof asked === 'string' && state.startedAt !== null && state.startedAt > asked;
}

const restart = (job: InstanceJob, seconds: number): Promise<undefined> =>
  post(job, 'restart', { t: seconds });

export const powerActions: Record<string, InstanceAction> = {
  start: {
    phase: 'starting',
    causes: ['instance.started'],
    run: job => post(job, 'start'),
    reached: started,
  },
  stop: {
    phase: 'asking it to end',
    causes: ['instance.stopped'],
    run: stop,
    reached: ({ facts: { state } }) => !isActive(state),
  },
  forceStop: {
    phase: 'forcing it off',
    causes: ['instance.stopped'],
    run: forceStop,
    reached: ({ facts: { state } }) => !isActive(state),
  },
  reboot: {
    phase: 'restarting',
    causes: ['instance.stopped', 'instance.started', 'instance.rebooted'],
    run: job => restart(job, job.facts.stopTimeout ?? defaultGrace),
    reached: startedAnew,
  },
  reset: {
    phase: 'restarting by force',
    causes: ['instance.stopped', 'instance.started', 'instance.rebooted'],
    run: job => restart(job, 0),
    reached: startedAnew,
  },
  pause: {
    phase: 'pausing',
    causes: ['instance.paused'],
    run: job => post(job, 'pause'),
    reached: ({ facts: { state } }) => powerStateOf(state) === 'paused',
  },
  resume: {
    phase: 'resuming',
    causes: ['instance.resumed'],
    run: job => post(job, 'unpause'),
    reached: ({ facts: { state } }) => powerStateOf(state) === 'running',
  },
};
