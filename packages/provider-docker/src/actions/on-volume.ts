import type { ActionResult, Resolution } from '@orrery/provider-kit/provider.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { HostRecord, VolumeFacts } from '../engine/facts.ts';
import { nativeIds } from '../ids.ts';
import { renderVolume, usersByVolume } from '../inventory/render.ts';
import type { Call, Executor } from './executor.ts';

interface Found {
  link: EngineLink;
  record: HostRecord;
  facts: VolumeFacts;
}

function lookUp(executor: Executor, native: string): Found | undefined {
  for (const link of executor.options.links) {
    const { record } = link;
    for (const facts of record?.volumes.values() ?? []) {
      if (record && nativeIds.volume(record.name, facts.name) === native) return { link, record, facts };
    }
  }
  return undefined;
}

export function findVolume(executor: Executor, call: Call): Found {
  const found = lookUp(executor, executor.native(call.request));
  if (!found) throw executor.missing(call.request);
  return found;
}

export async function actOnVolume(executor: Executor, call: Call): Promise<ActionResult> {
  const { backend, inventory } = executor.options;
  const { link, record, facts } = findVolume(executor, call);
  const { work, reader } = link.live;
  checkState(
    call.request,
    renderVolume(backend, { host: record, volume: facts, users: usersByVolume(backend, record) }),
  );
  call.control.progress({ phase: 'deleting' });
  return executor.inItsName(call.request, ['volume.deleted'], async () => {
    const path = `/volumes/${encodeURIComponent(facts.name)}`;
    await work.send({ method: 'DELETE', path }, { signal: call.control.signal });
    await reader.volumes('event');
    inventory.flush();
    return {};
  });
}

/** The list is read anew: what is not in it is deleted. */
export async function resolveVolume(executor: Executor, call: Call): Promise<Resolution> {
  const native = executor.native(call.request);
  const found = lookUp(executor, native);
  if (found) await found.link.live.reader.volumes('poll');
  const lost = executor.options.links.some(link => link.record?.lost !== null);
  if (!lookUp(executor, native)) {
    if (!found && lost) throw executor.missing(call.request);
    return { state: 'succeeded' };
  }
  return { state: 'not-started' };
}
