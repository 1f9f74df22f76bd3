import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { renderPools } from '../inventory/render.ts';
import type { Executor } from './executor.ts';

function find(executor: Executor, call: Call) {
  const { backend, links } = executor.options;
  executor.native(call.request);
  for (const link of links) {
    const row = link.record && renderPools(backend, link.record).find(p => p.id === call.request.id);
    if (row) return { link, row };
  }
  throw executor.missing(call.request);
}

/** Which volumes there are, and how much lies in each. */
async function readAnew({ live }: EngineLink, signal: AbortSignal): Promise<void> {
  await live.reader.volumes('event');
  await live.reader.volumeSizes(signal);
}

export async function actOnPool(executor: Executor, call: Call): Promise<ActionResult> {
  const { link, row } = find(executor, call);
  checkState(call.request, row);
  call.control.progress({ phase: 'measuring the volumes' });
  await readAnew(link, call.control.signal);
  executor.options.inventory.flush();
  return {};
}

/** Reading anew leaves nothing behind, and can be done again at any time. */
export async function resolvePool(executor: Executor, call: Call): Promise<Resolution> {
  find(executor, call);
  const message = 'It leaves no trace by which one could tell whether it was done; it changes nothing';
  return Promise.resolve({ state: 'unknown', message });
}
