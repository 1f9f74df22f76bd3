import { rowOf } from '@orrery/provider-kit/actions-by-kind.ts';
import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { resolutionOf } from '@orrery/provider-kit/resolutions.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { HostRecord, PoolFacts } from '../host/facts.ts';
import type { HostLink } from '../host/host-link.ts';
import { nativeIds } from '../ids.ts';
import { renderPool } from '../inventory/render.ts';
import type { Executor } from './executor.ts';
import { poolActions } from './storage.ts';

interface Found<F> {
  link: HostLink;
  record: HostRecord;
  facts: F;
}

/** Looks through what is known of all hosts. */
function find<F>(
  executor: Executor,
  call: Call,
  pick: (record: HostRecord, native: string) => F | undefined,
): Found<F> {
  const native = executor.native(call.request);
  for (const link of executor.options.links) {
    const facts = link.record ? pick(link.record, native) : undefined;
    if (link.record && facts !== undefined) return { link, record: link.record, facts };
  }
  throw executor.missing(call.request);
}

const pickPool = (record: HostRecord, native: string): PoolFacts | undefined =>
  [...record.pools.values()].find(p => nativeIds.pool(record.name, p.ref.name) === native);

/** A pool that vanishes meanwhile is read as gone. */
async function readAnew(executor: Executor, { link, facts }: Found<PoolFacts>): Promise<void> {
  await link.live.reader.pool(facts.ref, 'event');
  executor.options.inventory.flush();
}

export async function actOnPool(executor: Executor, call: Call): Promise<ActionResult> {
  const found = find(executor, call, pickPool);
  await readAnew(executor, found);
  const { facts } = find(executor, call, pickPool);
  const row = rowOf(poolActions, call.request);
  checkState(call.request, renderPool(executor.options.backend, found.record, facts));
  call.control.progress({ phase: call.request.action });
  const job = await executor.job(found.link, call);
  const causes = {
    start: ['storage-pool.started'],
    stop: ['storage-pool.stopped'],
    refresh: ['storage-pool.refreshed'],
  };
  return executor.options.own.during(
    call.request,
    Object.entries(causes).find(([a]) => a === call.request.action)?.[1] ?? [],
    async () => {
      await row.run(job, facts);
      await readAnew(executor, found);
      return {};
    },
  );
}

export async function resolvePool(executor: Executor, call: Call): Promise<Resolution> {
  const found = find(executor, call, pickPool);
  await readAnew(executor, found);
  return resolutionOf(poolActions[call.request.action]?.reached(find(executor, call, pickPool).facts));
}
