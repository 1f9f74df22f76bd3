import type { CreateVolume } from '@orrery/contract/launch/creation-bodies.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Image, StoragePool } from '@orrery/contract/resources/storage.ts';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { row, rows } from '../inventory/resource-row.ts';
import { newCreation } from '../operations/new-record.ts';
import { amountsOf } from '../operations/reservation.ts';
import { chooseProject } from './choose-project.ts';
import { quotaRefusals, type ReserveOptions } from './reserve-options.ts';
import { freeBytes, mostUseful, reaches } from './pool-choice.ts';
import { Problems, refused } from './problems.ts';
import { gib, usable, type Where } from './sources.ts';

interface Spot {
  backend: string;
  host: string | null;
  pool: string | null;
}

/** Makes a volume; quota and all as for a launch. */
export async function createVolume(
  options: ReserveOptions,
  viewer: Viewer,
  { body, idempotencyKey }: { body: CreateVolume; idempotencyKey: string | undefined },
): Promise<Operation> {
  const { inventory, operations, now } = options;
  const { store } = inventory;
  const problems = new Problems();
  const project = chooseProject(viewer, 'volume.change', { asked: body.project, store });
  const spot = findSpot(body, { viewer, store, project, problems }, options);
  const amounts = amountsOf({ volumes: 1, volumeGiB: body.capacityBytes / gib });
  const [operation] = await operations.reserve(viewer, {
    projects: project === null ? [] : [project],
    idempotencyKey,
    asked: ['volume.create', body],
    plan: held => {
      const all = [...problems.list, ...quotaRefusals(options, { project, asked: amounts, held })];
      if (spot === undefined || all.length > 0) throw refused(all);
      const { name, capacityBytes, format = null, source = null } = body;
      const { backend, host, pool } = spot;
      const spec = { name, pool, capacityBytes, format, source };
      const record = newCreation({
        viewer,
        creation: { kind: 'volume', spec },
        args: { capacityBytes, format, source },
        backend,
        host,
        project,
        batch: null,
        nowMs: now(),
      });
      return [{ record, reservation: { project, backend, host, amounts, expects: { is: 'there' } } }];
    },
  });
  if (operation === undefined) throw new Error('A volume without an operation');
  return operation;
}

/** Where it is to be made: with what it is for, or of, or where it is of most use. */
function findSpot(body: CreateVolume, where: Where, options: ReserveOptions): Spot | undefined {
  const { problems, viewer } = where;
  for (const field of ['pool', 'backend'] as const)
    if (body[field] && !viewer.scope.fleet)
      problems.add('permission.denied', field, `Your role does not allow to choose the ${field}`);
  const near = nearby(body, where);
  if (problems.list.length > 0) return undefined;
  const backend = near?.backend ?? body.backend ?? onlyBackend(where, options);
  if (backend === undefined) {
    const message = 'Say which instance it is for: volumes can be made in several places';
    problems.add('launch.place', 'instance', message);
    return undefined;
  }
  const able = options.inventory.capabilities(backend)?.['volume.create'];
  if (able !== true) {
    problems.add('capability.missing', 'backend', able ?? 'There is no such backend');
    return undefined;
  }
  return onBackend(body, { backend, host: near?.host ?? null }, where);
}

function onBackend(
  body: CreateVolume,
  { backend, host }: { backend: string; host: string | null },
  where: Where,
): Spot | undefined {
  const pools = [...rows(where.store, 'storage-pool')].filter(
    pool => pool.backend === backend && pool.status === 'active' && !pool.stale && reaches(pool, host),
  );
  const { project, store } = where;
  const chosen = body.pool
    ? pools.find(({ id }) => id === body.pool)
    : mostUseful(pools, {
        project,
        capacityBytes: body.capacityBytes,
        instances: rows(store, 'instance'),
        hosts: rows(store, 'host'),
      });
  const free = chosen && freeBytes(chosen);
  if (body.pool && chosen === undefined) {
    where.problems.add('resource.not-found', 'pool', 'There is no such pool that is active');
    return undefined;
  }
  if (free !== undefined && free !== null && free < 0) {
    where.problems.add('placement.disk', 'capacityBytes', 'No place has disk space left');
    return undefined;
  }
  return { backend, host: host ?? upHost(backend, chosen, where), pool: chosen?.id ?? null };
}

function upHost(backend: string, pool: StoragePool | undefined, { store }: Where): string | null {
  for (const host of rows(store, 'host')) {
    if (host.backend !== backend || host.status !== 'up' || host.stale) continue;
    if (pool === undefined || pool.hosts.length === 0 || pool.hosts.includes(host.id)) return host.id;
  }
  return null;
}

interface Near {
  backend: string;
  host: string | null;
}

/** Beside the instance that it is for, or the volume or image that it is a copy of. What it is made of is looked at in any case. */
function nearby(body: CreateVolume, where: Where): Near | undefined {
  const besideSource = body.source && nearSource(body, body.source, where);
  if (body.instance === null) return besideSource ?? nearPool(body, where);
  const instance = usable(where, 'instance', { id: body.instance, field: 'instance' });
  if (!instance?.backend) return undefined;
  if (besideSource && besideSource.backend !== instance.backend)
    where.problems.add('launch.place', 'instance', 'What it is a copy of cannot be brought to that instance');
  return { backend: instance.backend, host: instance.host };
}

function nearSource(
  body: CreateVolume,
  source: NonNullable<CreateVolume['source']>,
  where: Where,
): Near | undefined {
  if (source.from === 'volume') {
    const volume = usable(where, 'volume', { id: source.volume, field: 'source.volume' });
    checkCapacity(body, volume?.capacityBytes ?? 0, where);
    if (volume && volume.project !== null && volume.project !== where.project)
      where.problems.add('launch.volume', 'source.volume', 'The volume belongs to another project');
    const pool = volume?.pool ? row(where.store, 'storage-pool', volume.pool) : undefined;
    return volume?.backend ? { backend: volume.backend, host: pool?.hosts[0] ?? null } : undefined;
  }
  const image = usable(where, 'image', { id: source.image, field: 'source.image' });
  checkCapacity(body, image?.virtualSizeBytes ?? 0, where);
  if (image && source.discard) checkDiscard(image, where);
  return image?.backend ? { backend: image.backend, host: null } : undefined;
}

function nearPool({ pool: wanted }: CreateVolume, { store, viewer }: Where): Near | undefined {
  const pool = wanted && viewer.scope.fleet ? row(store, 'storage-pool', wanted) : undefined;
  return pool?.backend ? { backend: pool.backend, host: pool.hosts[0] ?? null } : undefined;
}

/** The image goes with it: as if its deletion were asked for (images/access.ts, for rows). */
function checkDiscard(image: Image, { viewer: { principal }, problems }: Where): void {
  const isOwn = may(principal, 'image.change', image.project);
  const isPublished = image.visibility !== 'private' && !may(principal, 'image.publish');
  if (!image.catalogue || !isOwn || isPublished || image.protected)
    problems.add('permission.denied', 'source.discard', 'The image is not yours to delete, or is protected');
  if (image.status !== 'available')
    problems.add('launch.image', 'source.image', `The image is ${image.status}; wait until it is available`);
}

function checkCapacity({ capacityBytes }: CreateVolume, least: number, { problems }: Where): void {
  if (capacityBytes >= least) return;
  const message = `A copy of it needs ${Math.ceil(least / gib)} GiB at least`;
  problems.add('launch.disk-small', 'capacityBytes', message);
}

/** The only one that makes volumes, or the only one where the project has instances. */
function onlyBackend({ store, project }: Where, { inventory }: ReserveOptions): string | undefined {
  const able = [...rows(store, 'backend')]
    .map(({ id }) => id)
    .filter(id => inventory.capabilities(id)?.['volume.create'] === true);
  if (able.length === 1) return able[0];
  const used = new Set<string>();
  for (const { project: owner, backend } of rows(store, 'instance'))
    if (owner === project && backend !== null && able.includes(backend)) used.add(backend);
  return used.size === 1 ? [...used][0] : undefined;
}
