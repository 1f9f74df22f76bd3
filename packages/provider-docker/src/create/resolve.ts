import type { InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { Resolution } from '@orrery/provider-kit/action.ts';
import type { ContainerInfo, VolumeInspectInfo } from 'dockerode';
import { copiesOf } from '../actions/on-network.ts';
import { nullWhenGone } from '../engine/engine-error.ts';
import type { ContainerFacts } from '../engine/facts.ts';
import { nativeIds } from '../ids.ts';
import { removeMade } from './create-instance.ts';
import { removeMadeNetwork } from './create-network.ts';
import { madeBy, type Making } from './making.ts';

/** Made in one call, then connected to further networks, then started. */
const isWhole = ({ networks, state }: ContainerFacts, spec: InstanceCreation): boolean =>
  networks.length >= spec.networks.length && (!spec.start || state.startedAt !== null);

async function removeVolumes({ link, request }: Making): Promise<void> {
  const api = link.live.work;
  const query = madeBy(request.operation);
  const { Volumes } = await api.get<{ Volumes: VolumeInspectInfo[] | null }>('/volumes', query);
  for (const { Name } of Volumes ?? [])
    await api.send({ method: 'DELETE', path: `/volumes/${encodeURIComponent(Name)}` }).catch(nullWhenGone);
  await link.live.reader.volumes('event');
}

/** Whole, or taken away. */
export async function resolveInstance(making: Making, spec: InstanceCreation): Promise<Resolution> {
  const { link, request } = making;
  const { work, reader } = link.live;
  const query = { all: true, ...madeBy(request.operation) };
  const [made] = await work.get<ContainerInfo[]>('/containers/json', query);
  if (made) await reader.container(made.Id, 'poll');
  const facts = made && reader.record.containers.get(made.Id);
  if (facts && isWhole(facts, spec)) return { state: 'succeeded' };
  await removeMade(link, request.operation);
  await removeVolumes(making);
  return { state: 'not-started' };
}

/** On all engines, or taken away from all. */
export async function resolveNetwork(making: Making): Promise<Resolution> {
  const { links, request } = making;
  await Promise.all(links.map(link => link.live.reader.networks('poll')));
  const copies = copiesOf(links, nativeIds.madeNetwork(request.operation));
  if (copies.length === links.length) return { state: 'succeeded' };
  await removeMadeNetwork(making);
  return { state: 'not-started' };
}
