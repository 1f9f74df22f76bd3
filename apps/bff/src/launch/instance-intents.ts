import type { Placement } from '@orrery/balancer/placement/model.ts';
import { containerOptionsSchema, type InstanceCreation } from '@orrery/contract/creation/creation.ts';
import type { Viewer } from '../authz/viewer.ts';
import type { InventoryStore } from '../inventory/resource-row.ts';
import { newCreation } from '../operations/new-record.ts';
import type { Intent } from '../operations/operation-store.ts';
import { hostnameOf } from './first-boot.ts';
import { groupTag } from './host-view.ts';
import { defaultNetwork } from './networks.ts';
import type { ResolvedLaunch } from './resolve-launch.ts';

export interface IntentContext {
  viewer: Viewer;
  store: InventoryStore;
  batch: string | null;
  nowMs: number;
}

/** What goes to disk for a launch that is accepted: one operation for each instance, with what it takes. */
export function instanceIntents(
  resolved: ResolvedLaunch,
  placements: readonly Placement[],
  { viewer, store, batch, nowMs }: IntentContext,
): Intent[] {
  const { launch, project, amounts, names, attaches } = resolved;
  return placements.flatMap(({ host }, at): Intent[] => {
    const name = names[at];
    if (host === null || name === undefined) return [];
    const { id, backend } = host;
    const networks =
      resolved.networks ??
      [defaultNetwork(store, { host: id, backend, project })].filter(n => n !== undefined);
    const index = launch.count === 1 ? null : at + 1;
    const spec = specOf(resolved, { name, index, networks: networks.map(network => network.id) });
    const creation = { kind: 'instance', spec } as const;
    const record = newCreation({
      viewer,
      creation,
      args: shownArgs(resolved, spec),
      backend,
      host: id,
      project,
      batch,
      nowMs,
    });
    const expects = { is: 'instance', runs: launch.start, attaches } as const;
    return [{ record, reservation: { project, backend, host: id, amounts, expects } }];
  });
}

function specOf(
  { launch, size, source, keys }: ResolvedLaunch,
  { name, index, networks }: { name: string; index: number | null; networks: string[] },
): InstanceCreation {
  const { title, description, volumes, container, start, userData } = launch;
  const { group } = launch.placement;
  const { flavor, vcpus, memoryMiB, diskGiB } = size;
  const tags = [...new Set([...launch.tags, ...(group === null ? [] : [groupTag(group)])])];
  const isContainer = source.kind === 'container';
  const boots = !isContainer && launch.source.from !== 'installer';
  return {
    name,
    title,
    description,
    tags,
    flavor,
    vcpus,
    memoryMiB,
    diskGiB: source.makesDisk ? diskGiB : 0,
    root: launch.source,
    volumes,
    networks,
    ...(launch.securityGroups.length > 0 && { securityGroups: launch.securityGroups }),
    firstBoot: boots ? { hostname: hostnameOf(launch, name, index), sshKeys: [...keys], userData } : null,
    container: isContainer ? (container ?? containerOptionsSchema.parse({})) : null,
    start,
  };
}

/** What everybody who sees the operation may know: nothing of user data and environment, which may hold passwords. */
function shownArgs({ launch }: ResolvedLaunch, spec: InstanceCreation): Record<string, unknown> {
  const { flavor, vcpus, memoryMiB, diskGiB, networks, securityGroups = [], tags, start } = spec;
  return { source: launch.source, securityGroups, flavor, vcpus, memoryMiB, diskGiB, networks, tags, start };
}
