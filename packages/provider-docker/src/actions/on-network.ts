import type { Call } from '@orrery/provider-kit/calls.ts';
import type { ActionResult, Resolution } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import { checkState } from '@orrery/provider-kit/validate.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { NetworkFacts } from '../engine/facts.ts';
import { isOwnNetwork, networkNative, renderNetworks } from '../inventory/render-network.ts';
import type { Executor } from './executor.ts';

interface Copy {
  link: EngineLink;
  facts: NetworkFacts;
}

/** One network of the backend may be one on each of several engines. */
export function copiesOf(links: readonly EngineLink[], native: string): Copy[] {
  return links.flatMap(link => {
    const facts = [...(link.record?.networks.values() ?? [])].find(n => networkNative(n) === native);
    return facts ? [{ link, facts }] : [];
  });
}

async function readAnew(executor: Executor): Promise<void> {
  const live = executor.options.links.filter(link => link.record?.lost === null);
  await Promise.all(live.map(link => link.live.reader.networks('event')));
  executor.options.inventory.flush();
}

export async function removeCopies(copies: readonly Copy[], signal: AbortSignal): Promise<void> {
  // All or none: an engine that is out of reach is found before anything is done.
  const ready = copies.map(({ link, facts }) => ({ api: link.live.work, id: facts.id }));
  for (const { api, id } of ready)
    await api.send({ method: 'DELETE', path: `/networks/${id}` }, { signal }).catch(nullWhenGone);
}

export async function actOnNetwork(executor: Executor, call: Call): Promise<ActionResult> {
  const { backend, inventory, links } = executor.options;
  const native = executor.native(call.request);
  const copies = copiesOf(links, native);
  const row = renderNetworks(backend, inventory.hosts.values()).find(n => n.id === call.request.id);
  if (!row) throw executor.missing(call.request);
  checkState(call.request, row);
  if (copies.some(({ facts }) => isOwnNetwork(facts)))
    throw new ProviderError('resource.state', 'Every engine has this network; it cannot be deleted');
  call.control.progress({ phase: 'deleting' });
  const causes = copies.map(() => 'network.deleted');
  return executor.options.own.during(call.request, causes, async () => {
    try {
      await removeCopies(copies, call.control.signal);
    } finally {
      await readAnew(executor).catch(() => undefined);
    }
    return {};
  });
}

export async function resolveNetwork(executor: Executor, call: Call): Promise<Resolution> {
  const { links } = executor.options;
  const native = executor.native(call.request);
  await readAnew(executor);
  if (copiesOf(links, native).length > 0) return { state: 'not-started' };
  if (links.some(link => link.record?.lost !== null)) throw executor.missing(call.request);
  return { state: 'succeeded' };
}
