import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/provider.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { enterMaintenance, exitMaintenance } from '@orrery/vim25/methods/hosts.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { renderHost } from '../inventory/render.ts';
import { totalsOf } from '../inventory/scene.ts';
import type { HostFacts } from '../map/facts.ts';
import { hostReaders } from '../map/others.ts';
import { type Acting, type Call, missing } from './call.ts';
import { awaited, finished, type Job, working } from './job.ts';
import { tasksAtWork } from './tasks-at-work.ts';

/** What each does, and how vCenter describes its task. */
const table = {
  enterMaintenance: {
    start: enterMaintenance,
    task: 'HostSystem.enterMaintenanceMode',
    event: 'host.maintenance-entered',
    reached: true,
  },
  exitMaintenance: {
    start: exitMaintenance,
    task: 'HostSystem.exitMaintenanceMode',
    event: 'host.maintenance-left',
    reached: false,
  },
} as const;

const isKnown = (action: string): action is keyof typeof table => action in table;

function hostOf(acting: Acting, { request }: Call): HostFacts {
  const native = acting.native(request);
  const host = [...acting.options.scene.store.hosts.values()].find(h => h.native === native);
  if (!host) throw missing(request);
  return host;
}

/** As it is now, told at once. */
async function look({ options }: Acting, job: Job, { ref }: HostFacts, signal: AbortSignal): Promise<void> {
  const paths = Object.keys(hostReaders);
  const { properties } = await retrieveOne(job.session, { ref, paths }, { signal });
  options.scene.store.apply(ref, properties, { asOf: isoNow(job.clock), source: 'event' });
  tell({ options });
}

function tell({ options }: Pick<Acting, 'options'>): void {
  options.publisher.othersChanged();
  options.publisher.flush();
}

/** Maintenance mode of a host. Entering it ends when vCenter has emptied the host. */
export async function onHost(acting: Acting, call: Call): Promise<ActionResult> {
  const { action } = call.request;
  if (!isKnown(action))
    throw new ProviderError('capability.missing', `There is no action ${action} on a host`);
  const job = acting.job(call);
  const host = hostOf(acting, call);
  await look(acting, job, host, call.control.signal);
  const { scene } = acting.options;
  checkState(call.request, renderHost(scene, host, totalsOf(scene.store)));
  host.entering = action === 'enterMaintenance';
  const { id, operation } = call.request;
  const end = acting.options.own.begin(id, operation, [table[action].event]);
  tell(acting);
  try {
    await finished(job, await table[action].start(job.session, host.ref, working(job)));
  } finally {
    host.entering = false;
    // Not with the operation's signal: that may be why it ended.
    await look(acting, job, host, AbortSignal.timeout(lookMs)).catch(() => tell(acting));
    end();
  }
  return {};
}
const lookMs = 10_000;

export async function resolveHost(acting: Acting, call: Call): Promise<Resolution> {
  const { action } = call.request;
  if (!isKnown(action)) return { state: 'unknown', message: `There is no action ${action} on a host` };
  const job = acting.job(call);
  const host = hostOf(acting, call);
  const wanted = { on: host.ref, described: table[action].task };
  const [running] = await tasksAtWork(job.session, wanted, working(job));
  if (running) await awaited(job, running);
  await look(acting, job, host, call.control.signal);
  return { state: host.maintenance === table[action].reached ? 'succeeded' : 'not-started' };
}
