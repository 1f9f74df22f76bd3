import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { CallOptions, EngineApi } from '../engine/engine-api.ts';
import { EngineError } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import type { SwarmFacts } from '../engine/swarm-facts.ts';
import { nativeIds } from '../ids.ts';
import type { Executor } from './executor.ts';

/** An engine that manages the swarm, within reach. */
export interface Manager {
  link: EngineLink;
  api: EngineApi;
  swarm: SwarmFacts;
}

const swarmAt = ({ record }: EngineLink, cluster: string): SwarmFacts | null =>
  record?.swarm && nativeIds.swarm(record.swarm.id) === cluster ? record.swarm : null;

/** Undefined: no engine manages this cluster. Throws where those that do are out of reach. */
export function managerOf({ options }: Executor, cluster: string): Manager | undefined {
  const managing = options.links.filter(link => swarmAt(link, cluster) !== null);
  const link = managing.find(({ record }) => record?.lost === null);
  const swarm = link && swarmAt(link, cluster);
  if (link && swarm) return { link, swarm, api: link.live.work };
  if (managing.length === 0) return undefined;
  throw new ProviderError('backend.unavailable', 'No manager of its swarm is within reach now');
}

/** What a swarm holds is changed on top of what was read: whoever comes between makes it refuse. */
const comesBetween = (error: unknown): boolean =>
  error instanceof EngineError && /out of sequence/.test(error.message);
const attempts = 5;

/** Reads what stands at the path, and writes it back with its spec changed. */
export async function amendSpec<S extends object>(
  { api }: Manager,
  { path, change }: { path: string; change: (spec: S) => S },
  options: CallOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { Version, Spec } = await api.get<{ Version: { Index: number }; Spec: S }>(path, {}, options);
    const query = { version: Version.Index };
    try {
      await api.send({ method: 'POST', path: `${path}/update`, query, body: change(Spec) }, options);
      return;
    } catch (error) {
      if (attempt === attempts || !comesBetween(error)) throw error;
    }
  }
}
