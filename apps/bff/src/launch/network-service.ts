import type { CreateNetwork } from '@orrery/contract/launch/creation-bodies.ts';
import type { Operation } from '@orrery/contract/resources/operation.ts';
import { may } from '../authz/principal.ts';
import type { Viewer } from '../authz/viewer.ts';
import { row, rows } from '../inventory/resource-row.ts';
import { newCreation } from '../operations/new-record.ts';
import { amountsOf } from '../operations/reservation.ts';
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
  const { project, backend: _backend, host: _host, ...spec } = body;
  checkProject(options, viewer, { project, problems });
  checkShape(body, problems);
  const spot = findSpot(body, options, problems);
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

function checkProject(
  { inventory }: ReserveOptions,
  { principal, scope }: Viewer,
  { project, problems }: { project: string | null; problems: Problems },
): void {
  if (project !== null) {
    const held = row(inventory.store, 'project', project);
    if (held === undefined || !scope.sees(held))
      return problems.add('resource.not-found', 'project', 'There is no such project');
  }
  if (!may(principal, 'network.change', project))
    problems.add('permission.denied', 'project', 'Your role does not allow to make networks');
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
  { inventory }: ReserveOptions,
  problems: Problems,
): Spot | undefined {
  const { store } = inventory;
  const host = wanted === null ? undefined : row(store, 'host', wanted);
  if (wanted !== null && host === undefined) {
    problems.add('resource.not-found', 'host', 'There is no such host');
    return undefined;
  }
  const able = [...rows(store, 'backend')].filter(
    ({ id }) => inventory.capabilities(id)?.['network.create'] === true,
  );
  const backend = host?.backend ?? asked ?? (able.length === 1 ? able[0]?.id : undefined);
  if (backend === undefined) {
    problems.add('launch.place', 'backend', 'Say on which backend: several make networks, or none does');
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
