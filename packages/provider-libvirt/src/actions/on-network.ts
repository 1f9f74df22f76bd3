import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import * as network from '@orrery/libvirt/procedures/network.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { NetworkFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeIds } from '../ids.ts';
import { renderNetwork } from '../inventory/render-network.ts';
import type { Executor } from './executor.ts';
import { type Job, working } from './job.ts';

interface Row {
  causes: readonly string[];
  /** Done on each host that has the network; bears that it is done there already. */
  run: (job: Job, facts: NetworkFacts) => Promise<void>;
  /** Of one host; null facts: the network is not there. */
  reached: (facts: NetworkFacts | null) => boolean;
}

const rows: Readonly<Record<string, Row>> = {
  start: {
    causes: ['network.started'],
    run: async (job, { ref, active }) => {
      if (!active) await job.connection.call(network.create, { network: ref }, working(job));
    },
    reached: facts => facts === null || facts.active,
  },
  stop: {
    causes: ['network.stopped'],
    run: async (job, { ref, active }) => {
      if (active) await job.connection.call(network.destroy, { network: ref }, working(job));
    },
    reached: facts => facts === null || !facts.active,
  },
  delete: {
    causes: ['network.stopped', 'network.deleted'],
    run: async (job, { ref, active }) => {
      if (active) await job.connection.call(network.destroy, { network: ref }, working(job));
      await job.connection.call(network.undefine, { network: ref }, working(job));
    },
    reached: facts => facts === null,
  },
};

interface Place {
  link: HostLink;
  facts: NetworkFacts;
}

const pick = (link: HostLink, native: string): NetworkFacts | undefined =>
  [...(link.record?.networks.values() ?? [])].find(n => nativeIds.network(n.ref.name) === native);

function places({ options }: Executor, native: string): Place[] {
  return options.links.flatMap(link => {
    const facts = pick(link, native);
    return facts ? [{ link, facts }] : [];
  });
}

/** On all hosts that have it, as they are now. One that is out of reach fails it before anything is done. */
async function readAnew(executor: Executor, call: Call): Promise<Place[]> {
  const native = executor.native(call.request);
  const known = places(executor, native);
  if (known.length === 0) throw executor.missing(call.request);
  for (const { link, facts } of known) await link.live.reader.network(facts.ref, 'event');
  executor.options.inventory.flush();
  return places(executor, native);
}

export async function actOnNetwork(executor: Executor, call: Call): Promise<ActionResult> {
  const { request, control } = call;
  const { backend, inventory, events } = executor.options;
  const found = await readAnew(executor, call);
  const name = found[0]?.facts.ref.name ?? '';
  const row = rowOf(rows, request);
  const rendered = renderNetwork(backend, inventory.hosts.values(), name);
  if (!rendered) throw executor.missing(request);
  checkState(request, rendered);
  control.progress({ phase: request.action });
  const causes = found.flatMap(() => row.causes);
  return executor.options.own.during(request, causes, async () => {
    for (const { link, facts } of found) {
      await row.run(await executor.job(link, call), facts);
      await link.live.reader.network(facts.ref, 'event');
    }
    inventory.flush();
    if (request.action === 'delete') {
      const fact = { type: 'network.deleted', severity: 'info' as const, message: 'Deleted' };
      events.report({ kind: 'network', id: request.id, name, host: null, fact });
    }
    return {};
  });
}

export async function resolveNetwork(executor: Executor, call: Call): Promise<Resolution> {
  const row = rows[call.request.action];
  const native = executor.native(call.request);
  if (places(executor, native).length > 0) await readAnew(executor, call);
  const left = places(executor, native);
  if (left.length === 0 && call.request.action !== 'delete') throw executor.missing(call.request);
  const reached = left.every(({ facts }) => row?.reached(facts) === true);
  return { state: reached ? 'succeeded' : 'not-started' };
}
