import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { renderVolume, usersByVolume } from '../inventory/render.ts';
import type { Executor } from './executor.ts';
import { type LocatedVolume, locateVolume } from './locate-volume.ts';

export function findVolume(executor: Executor, call: Call): LocatedVolume {
  const found = locateVolume(executor.options.links, executor.native(call.request));
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
  return executor.options.own.during(call.request, ['volume.deleted'], async () => {
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
  const found = locateVolume(executor.options.links, native);
  if (found) await found.link.live.reader.volumes('poll');
  const lost = executor.options.links.some(link => link.record?.lost !== null);
  if (!locateVolume(executor.options.links, native)) {
    if (!found && lost) throw executor.missing(call.request);
    return { state: 'succeeded' };
  }
  return { state: 'not-started' };
}
