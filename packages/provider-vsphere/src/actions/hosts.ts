import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import { isoNow } from '@orrery/provider-kit/clock.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { enterMaintenance, exitMaintenance } from '@orrery/vim25/methods/hosts.ts';
import { retrieveOne } from '@orrery/vim25/methods/properties.ts';
import { renderHost } from '../inventory/render.ts';
import { totalsOf } from '../inventory/scene.ts';
import type { HostFacts } from '../map/facts.ts';
import { hostReaders } from '../map/others.ts';
import { type Acting, missing } from './call.ts';
import { awaited, finished, type Job, working } from './job.ts';
import { tasksAtWork } from './tasks-at-work.ts';

interface Row {
  start: typeof enterMaintenance;
  /** How vCenter describes its task. */
  task: string;
  /** Type of the event that tells of it. */
  event: string;
  /** Whether the host is in maintenance afterwards. */
  reached: boolean;
}

const table: Readonly<Record<string, Row>> = {
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
};

function hostOf(acting: Acting, { request }: Call): HostFacts {
  const native = acting.native(request);
  const host = [...acting.options.scene.store.hosts.values()].find(h => h.native === native);
  if (!host) throw missing(request);
  return host;
}

interface Looking {
  job: Job;
  host: HostFacts;
  signal: AbortSignal;
}

/** As it is now, told at once. */
async function look({ options }: Acting, { job, host: { ref }, signal }: Looking): Promise<void> {
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
  const row = rowOf(table, call.request);
  const job = acting.job(call);
  const host = hostOf(acting, call);
  await look(acting, { job, host, signal: call.control.signal });
  const { scene } = acting.options;
  checkState(call.request, renderHost(scene, host, totalsOf(scene.store)));
  host.entering = row.reached;
  const { id, operation } = call.request;
  const end = acting.options.own.begin(id, operation, [row.event]);
  tell(acting);
  try {
    await finished(job, await row.start(job.session, host.ref, working(job)));
  } finally {
    host.entering = false;
    // Not with the operation's signal: that may be why it ended.
    await look(acting, { job, host, signal: AbortSignal.timeout(lookMs) }).catch(() => tell(acting));
    end();
  }
  return {};
}
const lookMs = 10_000;

export async function resolveHost(acting: Acting, call: Call): Promise<Resolution> {
  const row = rowOf(table, call.request);
  const job = acting.job(call);
  const host = hostOf(acting, call);
  const wanted = { on: host.ref, described: row.task };
  const [running] = await tasksAtWork(job.session, wanted, working(job));
  if (running) await awaited(job, running);
  await look(acting, { job, host, signal: call.control.signal });
  return { state: host.maintenance === row.reached ? 'succeeded' : 'not-started' };
}
