import type { PlaceRequest, Reach } from '@orrery/balancer/placement/model.ts';
import type { Launch } from '@orrery/contract/launch/launch.ts';
import type { Amounts } from '@orrery/contract/quota/quota.ts';
import type { Network } from '@orrery/contract/resources/network.ts';
import type { Viewer } from '../authz/viewer.ts';
import { type InventoryStore, row } from '../inventory/resource-row.ts';
import { amountsOf } from '../operations/reservation.ts';
import { checkUserData } from './first-boot.ts';
import { chosenNetworks, reachOfNetwork } from './networks.ts';
import type { SecurityGroups } from './security-groups.ts';
import type { Problems } from './problems.ts';
import {
  checkSize,
  freeVolume,
  gib,
  reachOfVolume,
  readSource,
  rootBytes,
  type Size,
  type Source,
  type Where,
} from './sources.ts';

/** A launch whose parts are all there and may be used: what is left to settle is quota and place. */
export interface ResolvedLaunch {
  launch: Launch;
  project: string | null;
  size: Size;
  source: Source;
  /** Null: the default network of wherever it comes to be. */
  networks: readonly Network[] | null;
  keys: readonly string[];
  names: readonly string[];
  /** What each instance takes of the quota. */
  amounts: Amounts;
  /** How many of its disks are volumes that exist already. */
  attaches: number;
  request: Omit<PlaceRequest, 'name'>;
}

/** Public keys by their ids, only of the asker's own. */
export type KeysOf = (user: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface Resolving {
  viewer: Viewer;
  store: InventoryStore;
  project: string | null;
  problems: Problems;
  keys: KeysOf;
  groups: Pick<SecurityGroups, 'find'>;
}

/** Undefined when a part is missing; why stands in the problems. What is wrong but not missing stands there too. */
export async function resolveLaunch(launch: Launch, with_: Resolving): Promise<ResolvedLaunch | undefined> {
  const { problems, project, viewer } = with_;
  const where: Where = with_;
  const size = sizeOf(launch, where);
  const source = readSource(launch.source, where);
  const networks = launch.networks === null ? null : chosenNetworks(launch.networks, where);
  const extra = extraVolumes(launch, where);
  checkUserData(launch, problems);
  checkPlacementWish(launch, where);
  checkSecurityGroups(launch, with_);
  const keys = await chosenKeys(launch, with_);
  if (size === undefined || source === undefined) return undefined;
  checkSize(launch, source, { size, problems });
  checkKind(launch, source, problems);
  if (launch.count > 1 && (source.volume !== null || extra.reach.length > 0))
    problems.add('launch.volume', 'count', 'A volume cannot be in several instances: launch them one by one');
  const bytes = rootBytes(source, size);
  const newBytes = bytes + extra.newGiB * gib;
  return {
    launch,
    project,
    size,
    source,
    networks,
    keys,
    names: namesOf(launch),
    attaches: extra.reach.length + (source.volume === null ? 0 : 1),
    amounts: amountsOf({
      instances: 1,
      vcpus: size.vcpus,
      memoryMiB: size.memoryMiB,
      volumes: (source.makesDisk ? 1 : 0) + extra.newCount,
      volumeGiB: newBytes / gib,
    }),
    request: {
      kind: source.kind,
      vcpus: size.vcpus,
      memoryMiB: size.memoryMiB,
      diskBytes: newBytes,
      architecture: source.architecture,
      zone: launch.placement.zone,
      host: viewer.scope.fleet ? launch.placement.host : null,
      backend: source.backend ?? launch.placement.backend,
      group: groupOf(launch),
      reach: [...(networks ?? []).map(reachOfNetwork), ...extra.reach, ...reachOfSource(source, where.store)],
    },
  };
}

const reachOfSource = ({ volume, copies }: Source, store: InventoryStore): Reach[] =>
  [volume, copies].flatMap(v => (v === null ? [] : { ...reachOfVolume(v, store), what: 'source' as const }));

export const namesOf = ({ name, count }: Pick<Launch, 'name' | 'count'>): string[] =>
  count === 1 ? [name] : Array.from({ length: count }, (_, at) => `${name}-${at + 1}`);

const groupOf = ({ placement: { group, policy } }: Launch): PlaceRequest['group'] =>
  group === null ? null : { name: group, policy };

function sizeOf({ flavor, size }: Launch, where: Where): Size | undefined {
  if (flavor === null) {
    if (size !== null) return { flavor: null, ...size };
    where.problems.add('launch.size', 'flavor', 'Choose a flavor, or give a size');
    return undefined;
  }
  const held = row(where.store, 'flavor', flavor);
  const open = held && (held.project === null || held.project === where.project);
  if (!open || !where.viewer.scope.sees(held)) {
    where.problems.add('resource.not-found', 'flavor', 'There is no such flavor');
    return undefined;
  }
  if (held.status === 'disabled') where.problems.add('launch.size', 'flavor', 'The flavor is disabled');
  const { vcpus, memoryMiB, diskGiB } = held;
  return { flavor, vcpus, memoryMiB, diskGiB: size?.diskGiB || diskGiB };
}

interface ExtraVolumes {
  newCount: number;
  newGiB: number;
  /** Of those that exist. */
  reach: Reach[];
}

function extraVolumes({ volumes }: Launch, where: Where): ExtraVolumes {
  const found: ExtraVolumes = { newCount: 0, newGiB: 0, reach: [] };
  for (const [at, wanted] of volumes.entries()) {
    if ('newGiB' in wanted) {
      found.newCount += 1;
      found.newGiB += wanted.newGiB;
      continue;
    }
    const volume = freeVolume(wanted.volume, where, `volumes.${at}.volume`);
    if (volume) found.reach.push(reachOfVolume(volume, where.store));
  }
  return found;
}

async function chosenKeys({ keypairs }: Launch, { viewer, keys, problems }: Resolving): Promise<string[]> {
  if (keypairs.length === 0) return [];
  const mine = await keys(viewer.principal.userId, keypairs);
  return keypairs.flatMap((id, at) => {
    const key = mine.get(id);
    if (key === undefined) problems.add('resource.not-found', `keypairs.${at}`, 'You have no such SSH key');
    return key ?? [];
  });
}

/** Tenants choose zones and groups; that there are hosts and backends is not theirs to know. */
function checkPlacementWish({ placement }: Launch, { viewer, store, problems }: Where): void {
  for (const kind of ['host', 'backend'] as const) {
    const wanted = placement[kind];
    if (wanted === null) continue;
    const field = `placement.${kind}`;
    if (!viewer.scope.fleet)
      problems.add('permission.denied', field, `Your role does not allow to choose the ${kind}`);
    else if (row(store, kind, wanted) === undefined)
      problems.add('resource.not-found', field, `There is no such ${kind}`);
  }
}

/** Those of the project, and no others: a group is what its project has agreed on. */
function checkSecurityGroups({ securityGroups }: Launch, { groups, project, problems }: Resolving): void {
  for (const [at, id] of securityGroups.entries()) {
    const owner = groups.find(id)?.project;
    if (owner !== undefined && owner === project) continue;
    const message = 'There is no such security group in the project';
    problems.add('resource.not-found', `securityGroups.${at}`, message);
  }
}

function checkKind(launch: Launch, source: Source, problems: Problems): void {
  if (launch.container !== null && source.kind === 'vm')
    problems.add('launch.container', 'container', 'The source is of a virtual machine, not of a container');
}
