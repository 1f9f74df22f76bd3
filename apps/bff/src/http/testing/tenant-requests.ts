import type { RouteSpec } from '@orrery/contract/http/route.ts';
import { type ResourceKind, resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { rulesOf } from '../../inventory/actions-of.ts';
import { marked, markedId } from './marked-rows.ts';

/** Ids of what belongs to another project, of things that Orrery itself gives their ids. */
export type Foreign = Record<'project' | 'user' | 'image' | 'group' | 'view' | 'key' | 'request', string>;

export interface Attempt {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

const theirs = (kind: ResourceKind): string => markedId(kind, 'foreign');
const mine = (kind: ResourceKind): string => markedId(kind, 'mine');
const allIds = (kind: ResourceKind, of: Foreign): string[] => [
  ...[0, 1, 2].map(form => markedId(kind, 'mine', form)),
  ...['foreign', 'unowned'].map(owner => markedId(kind, owner)),
  ...(kind === 'project' ? [of.project] : kind === 'user' ? [of.user] : kind === 'image' ? [of.image] : []),
];

const launch = (more: object) => ({
  name: 'mine-new',
  source: { from: 'image', image: mine('image') },
  size: { vcpus: 1, memoryMiB: 16 },
  ...more,
});

const launches = (of: Foreign) => [
  launch({ project: of.project }),
  launch({ source: { from: 'image', image: theirs('image') } }),
  launch({ source: { from: 'image', image: of.image } }),
  launch({ source: { from: 'installer', image: theirs('image') } }),
  launch({ source: { from: 'volume', volume: theirs('volume') } }),
  launch({ source: { from: 'snapshot', snapshot: theirs('snapshot') } }),
  launch({ flavor: theirs('flavor'), size: null }),
  launch({ networks: [theirs('network')] }),
  launch({ networks: [markedId('network', 'unowned')] }),
  launch({ volumes: [{ volume: theirs('volume') }] }),
  launch({ keypairs: [of.key] }),
  launch({ securityGroups: [of.group] }),
  launch({ placement: { host: theirs('host') } }),
  launch({ placement: { backend: theirs('backend') } }),
];

const volume = (more: object) => ({ name: 'mine-new', capacityBytes: 1_073_741_824, ...more });
const network = (more: object) => ({ name: 'mine-new', type: 'nat', cidr: '10.9.0.0/24', ...more });
const backendSettings = { kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] };
const tus = { 'tus-resumable': '1.0.0' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Ask = { path?: Record<string, string>; body?: unknown; headers?: Record<string, string> };
const about = (id: string, body?: unknown): Ask => ({ path: { id }, ...(body !== undefined && { body }) });

/**
 * For each route that changes something: how a tenant would reach with it for what belongs to others. Empty: it takes
 * nothing that could be somebody else's. A route without an entry fails the test.
 */
const reaching: Record<string, (of: Foreign) => Ask[]> = {
  login: () => [],
  logout: () => [],
  changePassword: () => [],
  createToken: () => [],
  createKeypair: () => [],
  setPrices: () => [{ body: { prices: null } }],
  createArchive: () => [{}],
  deleteToken: of => [about(of.key)],
  bulkInstances: () => [
    { body: { ids: [theirs('instance'), markedId('instance', 'unowned')], action: 'start' } },
    { body: { ids: [theirs('volume'), theirs('host'), mine('project')], action: 'start', dryRun: true } },
    { body: { ids: [mine('instance')], action: 'attachVolume', args: { volume: theirs('volume') } } },
  ],
  bulkImages: of => [{ body: { ids: [theirs('image'), of.image], action: 'delete' } }],
  retryFailed: of => [about(of.request)],
  cancelOperation: () => [about(theirs('operation'))],
  launchInstances: of => launches(of).map(body => ({ body })),
  checkLaunch: of => launches(of).map(body => ({ body })),
  createVolume: of => [
    { body: volume({ project: of.project }) },
    { body: volume({ pool: theirs('storage-pool') }) },
    { body: volume({ backend: theirs('backend') }) },
    { body: volume({ instance: theirs('instance') }) },
    { body: volume({ source: { from: 'volume', volume: theirs('volume') } }) },
    { body: volume({ source: { from: 'image', image: theirs('image') } }) },
    { body: volume({ source: { from: 'image', image: of.image, discard: true } }) },
  ],
  createNetwork: of => [
    { body: network({ project: of.project }) },
    { body: network({ host: theirs('host') }) },
    { body: network({ host: 'lab:no-such-host' }) },
    { body: network({ backend: theirs('backend') }) },
    { body: network({ bridge: 'br0', vlan: 7 }) },
    { body: network({ type: 'bridged', cidr: null, bridge: 'br0' }) },
  ],
  changeNetwork: () =>
    ['foreign', 'unowned', 'mine'].map(owner => about(markedId('network', owner), { offered: true })),
  createFlavor: of => [{ body: { name: 'mine', vcpus: 1, memoryMiB: 16, diskGiB: 0, project: of.project } }],
  changeFlavor: () => [about(theirs('flavor'), { disabled: true }), about(mine('flavor'), { vcpus: 99 })],
  deleteFlavor: () => [about(theirs('flavor')), about(mine('flavor'))],
  deleteKeypair: of => [about(of.key)],
  repairProjectQuota: of => [about(of.project), about(mine('project'))],
  requestQuota: of => [about(of.project, { quota: { instances: 99 }, reason: 'mine' })],
  decideQuotaRequest: of => [about(of.request, { approve: true })],
  createSecurityGroup: of => [{ body: { name: 'mine', project: of.project } }],
  changeSecurityGroup: of => [about(of.group, { name: 'mine', rules: [] })],
  deleteSecurityGroup: of => [about(of.group)],
  createView: of => [
    { body: { kind: 'instance', name: 'a', state: {}, share: { with: 'project', project: of.project } } },
    { body: { kind: 'instance', name: 'b', state: {}, share: { with: 'everybody' } } },
    { body: { kind: 'host', name: 'c', state: {} } },
    { body: { kind: 'instance', name: 'd', state: { q: 'host:foreign' } } },
  ],
  changeView: of => [about(of.view, { name: 'mine' })],
  deleteView: of => [about(of.view)],
  orderViews: of => [{ body: { kind: 'instance', ids: [of.view] } }],
  openConsole: () => [about(theirs('instance'), { kind: 'serial' }), about(theirs('host'), { kind: 'vnc' })],
  writeFiles: () => [{ path: { id: `${encodeURIComponent(theirs('instance'))}` } }],
  actOnPlan: () => [{ path: { id: 'none', action: 'run' } }],
  createPlan: () => [{ body: { kind: 'drain', host: theirs('host') } }],
  createImage: of => [
    { body: { name: 'mine', project: of.project, source: { from: 'upload', sizeBytes: 10 } } },
    { body: { name: 'mine', visibility: 'public', source: { from: 'upload', sizeBytes: 10 } } },
  ],
  changeImage: of => [
    about(of.image, { name: 'mine', visibility: 'public' }),
    about(theirs('image'), { name: 'mine' }),
  ],
  deleteImage: of => [about(of.image), about(theirs('image'))],
  convertImage: of => [about(of.image, { format: 'raw' })],
  createUpload: of => [
    {
      headers: {
        ...tus,
        'upload-length': '10',
        'upload-metadata': `name ${base64('mine')},project ${base64(of.project)}`,
      },
    },
  ],
  appendUpload: of => [
    {
      path: { id: of.image },
      body: '0123456789',
      headers: { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
    },
  ],
  endUpload: of => [{ path: { id: of.image }, headers: tus }],
  probeBackend: () => [{ body: backendSettings }],
  addBackend: () => [{ body: { id: 'mine', name: 'mine', settings: backendSettings } }],
  changeBackend: () => [about('lab', { name: 'mine' }), about('no-such', { name: 'mine' })],
  probeBackendChange: () => [about('lab', backendSettings)],
  removeBackend: () => [about('lab')],
  refreshBackend: () => [about('lab')],
  createUser: () => [{ body: { username: 'mine', password: 'longer than eight', role: 'admin' } }],
  changeUser: of => [about(of.user, { role: 'admin' })],
  deleteUser: of => [about(of.user)],
  createProject: () => [{ body: { name: 'mine' } }],
  changeProject: of => [about(of.project, { name: 'mine', quota: { instances: 99 } })],
  deleteProject: of => [about(of.project)],
  setMember: of => [{ path: { id: of.project, user: of.user }, body: { role: 'manager' } }],
  removeMember: of => [{ path: { id: of.project, user: of.user } }],
};

/** What else than rows of the inventory stands in paths that read. */
const readable: Record<string, (of: Foreign) => Ask[]> = {
  getSecurityGroup: of => [about(of.group)],
  getPlan: () => [about('none')],
  uploadOffset: of => [{ path: { id: of.image }, headers: tus }],
};

/** Every request with which a tenant could learn of others, or change what is theirs, over one route. */
export function attemptsOf(spec: RouteSpec, of: Foreign): Attempt[] {
  if (spec.id.startsWith('act:')) return actionsOn(spec, of);
  const isRead = spec.method === 'GET' || spec.method === 'HEAD';
  const asked = (isRead ? readable : reaching)[spec.id]?.(of) ?? (isRead ? readsOf(spec, of) : undefined);
  if (asked === undefined)
    throw new Error(`${spec.id}: say in tenant-requests.ts how a tenant would abuse it`);
  return asked.map(({ path = {}, body, headers = {} }) => ({
    method: spec.method,
    path: fill(spec.path, path),
    body,
    headers,
  }));
}

const fill = (path: string, values: Record<string, string>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'none'));

const kindIn = (path: string): ResourceKind | undefined =>
  resourceKinds.find(kind => path.split('/')[1] === resourceRegistry[kind].collection);

function readsOf({ path }: RouteSpec, of: Foreign): Ask[] | undefined {
  if (!path.includes('{')) return [{}];
  const kind = kindIn(path);
  return kind && allIds(kind, of).map(id => about(id));
}

/** Every action on what is not one's own, and on one's own with what is not. */
function actionsOn(spec: RouteSpec, of: Foreign): Attempt[] {
  const kind = kindIn(spec.path);
  if (kind === undefined) return [];
  const act = (id: string, action: string, body: unknown) => ({
    method: spec.method,
    path: fill(spec.path, { id, action }),
    body,
  });
  const onTheirs = rulesOf(kind).flatMap(({ name, args }) =>
    ['foreign', 'unowned'].map(owner => act(markedId(kind, owner), name, marked(args, 'mine'))),
  );
  if (kind !== 'instance') return onTheirs;
  return [
    ...onTheirs,
    ...[theirs('volume'), markedId('volume', 'unowned'), theirs('host')].map(id =>
      act(mine('instance'), 'attachVolume', { volume: id }),
    ),
    ...[theirs('network'), markedId('network', 'unowned')].map(id =>
      act(mine('instance'), 'attachNetwork', { network: id }),
    ),
    act(mine('instance'), 'setSecurityGroups', { groups: [of.group] }),
    act(mine('instance'), 'assign', { project: of.project }),
    act(mine('instance'), 'migrate', { toHost: theirs('host') }),
  ];
}

/** Lists of a kind that name others; by single fields they are asked in realtime/tenant-streams.test.ts. */
export const listsOf = (kind: ResourceKind, of: Foreign): Attempt[] =>
  ['q=foreign', `project=${of.project}`, `q=project:${of.project}`, 'q=project:foreign-red'].map(query => ({
    method: 'GET',
    path: `/${resourceRegistry[kind].collection}?${query}`,
  }));
