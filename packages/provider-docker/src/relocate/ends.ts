import { pause } from '@orrery/provider-kit/clock.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ContainerInfo, ContainerInspectInfo, ImageInfo, VolumeInspectInfo } from 'dockerode';
import { EngineError, hasStatus, nullWhenGone } from '../engine/engine-error.ts';
import type { EngineLink } from '../engine/engine-link.ts';
import { isHelper } from '../map/labels.ts';
import type { MoveHandle } from './handle.ts';
import { madeFor, type Move } from './move.ts';
import { graceOf, pathOf, volumePath } from './moved-container.ts';

/** Not the move's own signal: what has to be tidied up is tidied up, also when it was called off. */
const options = { deadlineMs: 120_000 };

const remove = async ({ live }: EngineLink, path: string, query = {}): Promise<void> => {
  await live.work.send({ method: 'DELETE', path, query }, options).catch(nullWhenGone);
};

const containersFor = (move: Move, { live }: EngineLink): Promise<ContainerInfo[]> =>
  live.work.get<ContainerInfo[]>('/containers/json', { all: true, ...madeFor(move) }, options);

/** The copy at the new host, as it is now; null when there is none. */
export async function findCopy(move: Move): Promise<ContainerInspectInfo | null> {
  const made = await containersFor(move, move.to);
  const copy = made.find(c => !isHelper(c.Labels) && c.Id !== move.handle.container);
  if (!copy) return null;
  return move.to.live.work
    .get<ContainerInspectInfo>(`${pathOf(copy.Id)}/json`, {}, options)
    .catch(nullWhenGone);
}

/** The types leave its grace out. */
interface FoundSource extends ContainerInspectInfo {
  Config: ContainerInspectInfo['Config'] & { StopTimeout?: number | null };
}

export const findSource = ({ from, handle }: Move): Promise<FoundSource | null> =>
  from.live.work.get<FoundSource>(`${pathOf(handle.container)}/json`, {}, options).catch(nullWhenGone);

async function removeHelpers(move: Move, link: EngineLink): Promise<void> {
  for (const { Id, Labels } of await containersFor(move, link))
    if (isHelper(Labels)) await remove(link, pathOf(Id), { force: true });
}

/** Images that were made for the move; one of which there is a container stays. */
async function removeImages(move: Move, link: EngineLink): Promise<void> {
  const query = { all: true, ...madeFor(move) };
  for (const { Id } of await link.live.work.get<ImageInfo[]>('/images/json', query, options))
    await remove(link, `/images/${Id}`).catch(() => undefined);
}

async function removeNewVolumes(move: Move): Promise<void> {
  const { Volumes } = await move.to.live.work.get<{ Volumes: VolumeInspectInfo[] | null }>(
    '/volumes',
    madeFor(move),
    options,
  );
  for (const { Name } of Volumes ?? []) await remove(move.to, volumePath(Name));
}

/** Beyond its grace, for the engine to end it by force. */
const spareMs = 5_000;

/** It runs, and may be about to end: its restart policy is taken off before it is told to. */
const mayBeEnding = ({ State, HostConfig }: ContainerInspectInfo, { restart }: MoveHandle): boolean =>
  State.Running && (restart.Name === 'no' || (HostConfig.RestartPolicy?.Name || 'no') === 'no');

/** False when it goes on beyond the grace that it is given to end. */
async function endsInTime({ from, handle }: Move, { Config }: FoundSource): Promise<boolean> {
  const path = `${pathOf(handle.container)}/wait`;
  const query = { condition: 'not-running' };
  const deadlineMs = 1000 * graceOf(Config) + spareMs;
  try {
    await from.live.work.send({ method: 'POST', path, query }, { deadlineMs });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.kind === 'late') return false;
    throw error;
  }
}

/**
 * As it was before: running, if it ran, and started again with its host, if it was. What was told to end goes on ending
 * though nobody waits for it any more: not until then can it be started again.
 */
async function restoreSource(move: Move, wasTold: boolean): Promise<void> {
  const { from, handle } = move;
  const path = pathOf(handle.container);
  const { work } = from.live;
  const found = await findSource(move);
  const body = { RestartPolicy: handle.restart };
  await work.send({ method: 'POST', path: `${path}/update`, body }, options);
  if (!handle.wasRunning) return;
  const start = () => work.send({ method: 'POST', path: `${path}/start` }, options);
  await start();
  if (wasTold && found && mayBeEnding(found, handle) && (await endsInTime(move, found))) await start();
}

const readAnew = async (link: EngineLink): Promise<void> => {
  const { reader } = link.live;
  await Promise.all([reader.volumes('event'), reader.images('event')]);
};

async function removeCopy(move: Move): Promise<ContainerInspectInfo | null> {
  const copy = await findCopy(move);
  if (copy) await remove(move.to, pathOf(copy.Id), { force: true });
  return copy;
}

/** What a killed process had asked for may be made only after we have looked for it; its volume is in use then. */
const mostSweeps = 20;
const betweenSweepsMs = 250;

async function removeMade(move: Move): Promise<void> {
  for (let sweep = 1; ; sweep++) {
    for (const link of [move.from, move.to]) {
      await removeHelpers(move, link);
      await removeImages(move, link);
    }
    try {
      return await removeNewVolumes(move);
    } catch (error) {
      if (!hasStatus(error, 409) || sweep === mostSweeps) throw error;
      await pause(move.clock, betweenSweepsMs);
      await removeCopy(move);
    }
  }
}

/**
 * Takes away all that was made, and starts the source, which may have been told to end. Its copy has to be dead before
 * that.
 */
export async function rollBack(move: Move, { wasTold }: { wasTold: boolean }): Promise<void> {
  const copy = await removeCopy(move);
  await restoreSource(move, wasTold);
  await removeMade(move);
  if (copy) await move.to.live.reader.container(copy.Id, 'event');
  await move.from.live.reader.container(move.handle.container, 'event');
  await Promise.all([move.from, move.to].map(readAnew));
}

/** Takes away all that is left at the old host. */
export async function tidyUp(move: Move): Promise<void> {
  const source = await findSource(move);
  const copy = await findCopy(move);
  if (copy === null) throw new ProviderError('internal', 'There is no copy, so nothing is taken away');
  await removeHelpers(move, move.to);
  await removeHelpers(move, move.from);
  if (source) {
    await remove(move.from, pathOf(source.Id), { force: true });
    for (const { Type, Name } of source.Mounts)
      if (Type === 'volume' && Name) await remove(move.from, volumePath(Name));
  }
  await removeImages(move, move.from);
  if (source) await move.from.live.reader.container(source.Id, 'event');
  await move.to.live.reader.container(copy.Id, 'event');
  await Promise.all([move.from, move.to].map(readAnew));
}
