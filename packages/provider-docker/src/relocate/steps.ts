import { pause } from '@orrery/provider-kit/clock.ts';
import { toProviderError } from '../errors.ts';
import { labelNames } from '../map/labels.ts';
import { carryFolder, carryImage, hasImage } from './carry.ts';
import { copyOf, helperBody, helperPath } from './copy-of.ts';
import { carrying, markOfMove, type ReadMove, working } from './move.ts';
import { graceOf, pathOf } from './moved-container.ts';

/** The image goes ahead while the instance still runs. */
export async function bringImage(move: ReadMove): Promise<void> {
  const image = move.moved.inspected.Image;
  if (await hasImage(move.to.live.work, image)) return;
  await carryImage(move, { image, presentLayers: [] });
}

/** Whoever watches it at its old host must not start it there again. */
async function keepDown(move: ReadMove): Promise<void> {
  const body = { RestartPolicy: { Name: 'no' } };
  const path = `${pathOf(move.handle.container)}/update`;
  await move.from.live.work.send({ method: 'POST', path, body }, working(move));
}

/** Asks it to end; the engine ends it by force when its grace is over. */
export async function stopSource(move: ReadMove): Promise<void> {
  await keepDown(move);
  if (!move.handle.wasRunning) return;
  const path = `${pathOf(move.handle.container)}/stop`;
  const query = { t: graceOf(move.moved.inspected.Config) };
  await move.from.live.work.send({ method: 'POST', path, query }, working(move));
}

/** What it wrote beside its volumes, as one more layer on its image. Answers the image that the copy is made from. */
export async function carryWritten(move: ReadMove): Promise<string> {
  const { inspected, writtenBytes, layers } = move.moved;
  if (writtenBytes === null) return inspected.Image;
  // Labels of a container go into its image; those that say who it is must not.
  const changes = [...Object.entries(markOfMove(move)), [labelNames.instance, ''], [labelNames.operation, '']]
    .map(([name, value]) => `LABEL ${name}="${value}"`)
    .join('\n');
  const query = { container: move.handle.container, pause: false, changes };
  const { Id } = await move.from.live.work.send<{ Id: string }>(
    { method: 'POST', path: '/commit', query },
    carrying(move),
  );
  await carryImage(move, { image: Id, presentLayers: layers });
  return Id;
}

export async function makeVolumes(move: ReadMove): Promise<void> {
  for (const { name, driver, options, labels } of move.moved.volumes) {
    const body = {
      Name: name,
      Driver: driver,
      DriverOpts: options,
      Labels: { ...labels, ...markOfMove(move) },
    };
    await move.to.live.work.send({ method: 'POST', path: '/volumes/create', body }, working(move));
  }
}

async function makeHelper(move: ReadMove, on: 'from' | 'to', volumes: readonly string[]): Promise<string> {
  const body = helperBody(move, { image: move.moved.inspected.Image, volumes });
  const request = { method: 'POST' as const, path: '/containers/create', body };
  return (await move[on].live.work.send<{ Id: string }>(request, working(move))).Id;
}

export async function carryVolumes(move: ReadMove): Promise<void> {
  const volumes = move.moved.volumes.filter(v => v.carried).map(v => v.name);
  if (volumes.length === 0) return;
  const source = await makeHelper(move, 'from', volumes);
  const target = await makeHelper(move, 'to', volumes);
  for (const index of volumes.keys()) await carryFolder(move, { source, target, folder: helperPath(index) });
  for (const [link, id] of [
    [move.from, source],
    [move.to, target],
  ] as const)
    await link.live.work.send({ method: 'DELETE', path: pathOf(id) }, working(move));
}

/** The same container on the other engine, not started. */
export async function makeCopy(move: ReadMove, image: string): Promise<string> {
  const { body, connections } = copyOf(move, image);
  const api = move.to.live.work;
  const query = { name: move.moved.inspected.Name.replace(/^\//, '') };
  const { Id } = await api.send<{ Id: string }>(
    { method: 'POST', path: '/containers/create', query, body },
    working(move),
  );
  for (const [network, EndpointConfig] of connections) {
    const path = `/networks/${encodeURIComponent(network)}/connect`;
    await api.send({ method: 'POST', path, body: { Container: Id, EndpointConfig } }, working(move));
  }
  return Id;
}

export async function startCopy(move: ReadMove, id: string): Promise<void> {
  await move.to.live.work.send({ method: 'POST', path: `${pathOf(id)}/start` }, { deadlineMs: 120_000 });
}

const mostTries = 20;
const retryMs = 1_000;

/** An engine whose connection broke comes back within seconds, or is down. */
export async function whileReachable<T>(move: ReadMove, run: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const away = toProviderError(error).code === 'backend.unavailable';
      if (!away || tries >= mostTries) throw error;
      await pause(move.clock, retryMs);
    }
  }
}
