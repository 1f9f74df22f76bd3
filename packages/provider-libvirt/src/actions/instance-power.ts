import * as domain from '@orrery/libvirt/procedures/domain.ts';
import { abortJob } from '@orrery/libvirt/procedures/migration.ts';
import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { askToShutDown, nullWhenGone } from '../host/ask-to-shut-down.ts';
import type { DomainFacts } from '../host/facts.ts';
import { isActive, powerStateOf } from '../map/power.ts';
import { type InstanceAction, type InstanceJob, working } from './job.ts';

/** How long a guest may take to react to a polite request, and how often is looked whether it has. */
const guestDeadlineMs = 300_000;
const lookEveryMs = 250;

const power = (facts: DomainFacts) => powerStateOf(facts.state, facts.hasSavedState);

const ignored = (what: string) =>
  new ProviderError(
    'backend.timeout',
    `The guest did not react to the request to ${what} within ${guestDeadlineMs / 60_000} minutes`,
    {
      advice: `It may have no agent and ignore ACPI; ${what === 'shut down' ? 'force it off' : 'reset it'} if it may lose work`,
    },
  );

async function stop(job: InstanceJob): Promise<undefined> {
  const { ref, connection, clock, control } = job;
  const args = { domain: ref, flags: 0 };
  await askToShutDown(connection, ref, working(job));
  control.progress({ phase: 'waiting for the guest' });
  const latest = clock.now() + guestDeadlineMs;
  while (clock.now() < latest) {
    const state = await connection.call(domain.getState, args, working(job)).catch(nullWhenGone);
    if (state === null || !isActive(state)) return;
    await pause(clock, lookEveryMs, control.signal);
  }
  throw ignored('shut down');
}

async function reboot(job: InstanceJob): Promise<undefined> {
  const { ref, connection, clock, control, link } = job;
  const giveUp = new AbortController();
  const cancel = clock.after(guestDeadlineMs, () => giveUp.abort(ignored('reboot')));
  const signal = AbortSignal.any([control.signal, giveUp.signal]);
  try {
    const seen = link.live.events.rebooted(ref.uuid, signal);
    await Promise.all([seen, connection.call(domain.reboot, { domain: ref, flags: 0 }, working(job))]);
  } finally {
    cancel();
    giveUp.abort();
  }
}

/** Saves the memory to disk. Cancelled, the daemon is told, and the guest runs on. */
async function suspend(job: InstanceJob): Promise<undefined> {
  const { ref, control, connection, link } = job;
  const giveUp = () =>
    void link.live.connection.call(abortJob, { domain: ref }, { deadlineMs: 10_000 }).catch(() => {});
  control.signal.addEventListener('abort', giveUp, { once: true });
  try {
    await connection.call(domain.managedSave, { domain: ref, flags: 0 }, working(job));
  } finally {
    control.signal.removeEventListener('abort', giveUp);
  }
}

export const powerActions: Record<string, InstanceAction> = {
  start: {
    phase: 'starting',
    causes: ['instance.started'],
    run: async job =>
      void (await job.connection.call(domain.create, { domain: job.ref, flags: 0 }, working(job))),
    reached: facts => power(facts) === 'running',
  },
  stop: {
    phase: 'asking the guest',
    causes: ['instance.stopped'],
    run: stop,
    reached: facts => !isActive(facts.state),
  },
  forceStop: {
    phase: 'forcing off',
    causes: ['instance.stopped'],
    run: job => job.connection.call(domain.destroy, { domain: job.ref, flags: 0 }, working(job)),
    reached: facts => !isActive(facts.state),
  },
  reboot: { phase: 'asking the guest', causes: ['instance.rebooted'], run: reboot, reached: () => null },
  reset: {
    phase: 'resetting',
    causes: ['instance.rebooted'],
    run: job => job.connection.call(domain.reset, { domain: job.ref, flags: 0 }, working(job)),
    reached: () => null,
  },
  pause: {
    phase: 'pausing',
    causes: ['instance.paused'],
    run: job => job.connection.call(domain.suspend, { domain: job.ref }, working(job)),
    reached: facts => power(facts) === 'paused',
  },
  resume: {
    phase: 'resuming',
    causes: ['instance.resumed'],
    run: job => job.connection.call(domain.resume, { domain: job.ref }, working(job)),
    reached: facts => power(facts) === 'running',
  },
  suspend: {
    phase: 'saving the memory',
    causes: ['instance.paused', 'instance.suspended'],
    run: suspend,
    reached: facts => facts.hasSavedState && !isActive(facts.state),
  },
  discardSavedState: {
    phase: 'discarding the saved memory',
    causes: [],
    run: job => job.connection.call(domain.managedSaveRemove, { domain: job.ref, flags: 0 }, working(job)),
    reached: facts => !facts.hasSavedState,
  },
};
