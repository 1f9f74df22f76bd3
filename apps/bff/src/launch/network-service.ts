import type { CreateNetwork } from '@orrery/contract/launch/creation-bodies.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import type { Viewer } from '../authz/viewer.ts';
import { row, rows } from '../inventory/resource-row.ts';
import { newCreation } from '../operations/new-record.ts';
import { amountsOf } from '../operations/reservation.ts';
import { chooseProject } from './choose-project.ts';
import { Problems, refused } from './problems.ts';
import { quotaRefusals, type ReserveOptions } from './reserve-options.ts';

interface Spot {
  backend: string;
  host: string | null;
}

/** Makes a network, for one project or to be offered to all. */
export async function createNetwork(
  options: ReserveOptions,
  viewer: Viewer,
  { body, idempotencyKey }: { body: CreateNetwork; idempotencyKey: string | undefined },
): Promise<Operation> {
  const problems = new Problems();
  const { project: asked, backend: _backend, host: _host, ...spec } = body;
  const { store } = options.inventory;
  const project = chooseProject(viewer, 'network.create', { asked, store });
  checkWish(body, viewer, problems);
  checkShape(body, problems);
  const spot = findSpot(body, { viewer, project, problems }, options);
  const amounts = amountsOf({ networks: 1 });
  const [operation] = await options.operations.reserve(viewer, {
    projects: project === null ? [] : [project],
    idempotencyKey,
    asked: ['network.create', body],
    plan: held => {
      const all = [...problems.list, ...quotaRefusals(options, { project, asked: amounts, held })];
      if (spot === undefined || all.length > 0) throw refused(all);
      const { name: _name, ...args } = spec;
      const record = newCreation({
        viewer,
        creation: { kind: 'network', spec },
        args,
        ...spot,
        project,
        batch: null,
        nowMs: options.now(),
      });
      return [{ record, reservation: { project, ...spot, amounts, expects: { is: 'there' } } }];
    },
  });
  if (operation === undefined) throw new Error('A network without an operation');
  return operation;
}

/** What reaches out of the hosts, and what there is of them, is for those who see the fleet. */
function checkWish(body: CreateNetwork, { scope }: Viewer, problems: Problems): void {
  if (scope.fleet) return;
  for (const field of ['backend', 'host', 'bridge', 'vlan'] as const)
    if (body[field] !== null)
      problems.add('permission.denied', field, `Your role does not allow to choose the ${field}`);
  if (body.type === 'routed' || body.type === 'bridged')
    problems.add('permission.denied', 'type', 'Your role makes networks behind NAT and isolated ones');
}

function checkShape({ type, cidr, bridge, dhcpRange }: CreateNetwork, problems: Problems): void {
  if (type === 'bridged') {
    if (cidr !== null)
      problems.add('launch.network', 'cidr', 'A bridged network has the addresses of its bridge');
    if (bridge === null) problems.add('launch.network', 'bridge', 'Name the bridge of the hosts');
    return;
  }
  if (bridge !== null) problems.add('launch.network', 'bridge', 'Only bridged networks name a bridge');
  if (cidr === null)
    return problems.add('launch.network', 'cidr', 'Give a range of addresses, as 10.1.0.0/24');
  if (dhcpRange === null) return;
  const [start, end] = [numberOf(dhcpRange.start), numberOf(dhcpRange.end)];
  if (start > end || !contains(cidr, start) || !contains(cidr, end))
    problems.add('launch.network', 'dhcpRange', `It has to lie inside ${cidr}, from low to high`);
}

const numberOf = (address: string): number =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function contains(cidr: string, address: number): boolean {
  const [network = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(network) / size) === Math.floor(address / size);
}

function findSpot(
  { backend: asked, host: wanted }: CreateNetwork,
  { viewer, project, problems }: { viewer: Viewer; project: string | null; problems: Problems },
  { inventory }: ReserveOptions,
): Spot | undefined {
  // Whether there is such a host is told to nobody who may not choose one.
  if (!viewer.scope.fleet && (wanted !== null || asked !== null)) return undefined;
  const { store } = inventory;
  const host = wanted === null ? undefined : row(store, 'host', wanted);
  if (wanted !== null && host === undefined) {
    problems.add('resource.not-found', 'host', 'There is no such host');
    return undefined;
  }
  const able = [...rows(store, 'backend')].filter(
    ({ id }) => inventory.capabilities(id)?.['network.create'] === true,
  );
  const backend = host?.backend ?? asked ?? onlyBackend(able, project, inventory);
  if (backend === undefined) {
    const several =
      'Networks can be made in several places, and yours is made beside your instances: launch one first';
    const message = viewer.scope.fleet
      ? 'Say on which backend: several make networks, or none does'
      : able.length === 0
        ? 'Nothing here makes networks'
        : several;
    problems.add('launch.place', viewer.scope.fleet ? 'backend' : null, message);
    return undefined;
  }
  if (!able.some(({ id }) => id === backend)) {
    const reason = inventory.capabilities(backend)?.['network.create'];
    problems.add('capability.missing', 'backend', String(reason ?? 'There is no such backend'));
    return undefined;
  }
  const hosts = [...rows(store, 'host')].filter(candidate => candidate.backend === backend);
  return { backend, host: host?.id ?? (hosts.length === 1 ? (hosts[0]?.id ?? null) : null) };
}

/** The only one that makes networks, or the only one where the project has instances. */
function onlyBackend(
  able: readonly { id: string }[],
  project: string | null,
  { store }: ReserveOptions['inventory'],
): string | undefined {
  if (able.length === 1) return able[0]?.id;
  const used = new Set<string>();
  for (const instance of rows(store, 'instance'))
    if (project !== null && instance.project === project && instance.backend !== null)
      used.add(instance.backend);
  const near = able.filter(({ id }) => used.has(id));
  return near.length === 1 ? near[0]?.id : undefined;
}
