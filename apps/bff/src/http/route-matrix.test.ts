import { randomUUID } from 'node:crypto';
import type { RouteSpec } from '@orrery/contract/http/route.ts';
import { routes } from '@orrery/contract/http/routes.ts';
import type { Permission } from '@orrery/contract/identity/permissions.ts';
import { resourceKinds } from '@orrery/contract/resources/base.ts';
import { resourceRegistry } from '@orrery/contract/resources/registry.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createProject } from '../identity/projects.ts';
import { call, somebody } from './testing/caller.ts';
import {
  aBackend,
  aCluster,
  aHost,
  anAlarm,
  anImage,
  aMigration,
  anInstance,
  aNetwork,
  anOperation,
  aRecommendation,
  aSnapshot,
  aStoragePool,
  aVolume,
} from './testing/samples.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';
import { slowPrefix } from './testing/test-fleet.ts';

/** Everybody there can be. `nobody` has an account and no role; `outsider` manages another project. */
const callers = [
  'anonymous',
  'nobody',
  'outsider',
  'reader',
  'member',
  'manager',
  'viewer',
  'operator',
  'admin',
] as const;
type Caller = (typeof callers)[number];

const everyone: readonly Caller[] = callers.filter(caller => caller !== 'anonymous');
const withRole: readonly Caller[] = everyone.filter(caller => caller !== 'nobody');
const overEverything: readonly Caller[] = ['viewer', 'operator', 'admin'];

/**
 * Who gets past a permission on a row of the project `blue`, written out by hand: this table is what the product
 * promises, and does not follow from the code that keeps it.
 */
const promised: Record<Permission | 'public', readonly Caller[]> = {
  public: callers,
  'session.self': everyone,
  'inventory.read': ['reader', 'member', 'manager', ...overEverything],
  'operation.read': ['reader', 'member', 'manager', ...overEverything],
  'fleet.read': overEverything,
  'instance.raw': overEverything,
  'instance.create': ['member', 'manager', 'operator', 'admin'],
  'instance.console': ['member', 'manager', 'operator', 'admin'],
  'instance.logs': ['member', 'manager', 'operator', 'admin'],
  'instance.files': ['member', 'manager', 'operator', 'admin'],
  'image.manage': ['operator', 'admin'],
  'alarm.acknowledge': ['operator', 'admin'],
  'volume.change': ['member', 'manager', 'operator', 'admin'],
  'image.change': ['member', 'manager', 'operator', 'admin'],
  'image.publish': ['operator', 'admin'],
  'view.share': ['manager', 'operator', 'admin'],
  'flavor.manage': ['admin'],
  'quota.manage': ['admin'],
  'instance.operate': ['member', 'manager', 'operator', 'admin'],
  'instance.change': ['member', 'manager', 'operator', 'admin'],
  'instance.delete': ['member', 'manager', 'operator', 'admin'],
  'snapshot.change': ['member', 'manager', 'operator', 'admin'],
  'operation.cancel': ['member', 'manager', 'operator', 'admin'],
  'storage.change': ['operator', 'admin'],
  'network.create': ['member', 'manager', 'operator', 'admin'],
  'network.change': ['member', 'manager', 'operator', 'admin'],
  'security.change': ['member', 'manager', 'operator', 'admin'],
  'audit.read': ['operator', 'admin'],
  'project.members': ['manager', 'admin'],
  'instance.migrate': ['operator', 'admin'],
  'host.maintain': ['operator', 'admin'],
  'instance.assign': ['admin'],
  'backend.manage': ['admin'],
  'user.manage': ['admin'],
  'project.manage': ['admin'],
};

/** Lists of what projects own are open to whoever is in one; the rows are filtered. */
const openToAnyMember: ReadonlySet<string> = new Set(['inventory.read', 'operation.read']);
/** Open to whoever may do it in some project; in which one is decided with the body, or with the row. */
const decidedByBody: ReadonlySet<string> = new Set([
  'instance.create',
  'volume.change',
  'network.create',
  'network.change',
  'security.change',
]);

let bff: TestBff;
let project = '';
let stranger = '';
const headers = new Map<Caller, Record<string, string>>();

beforeAll(async () => {
  bff = await startTestBff();
  project = await createProject(bff.identity, { name: 'blue', description: null });
  const red = await createProject(bff.identity, { name: 'red', description: null });
  headers.set('anonymous', {});
  headers.set('nobody', (await somebody(bff)).cookie);
  headers.set('outsider', (await somebody(bff, { in: { [red]: 'manager' } })).cookie);
  for (const role of ['reader', 'member', 'manager'] as const)
    headers.set(role, (await somebody(bff, { in: { [project]: role } })).cookie);
  for (const role of ['viewer', 'operator', 'admin'] as const)
    headers.set(role, (await somebody(bff, { role })).cookie);
  stranger = (await somebody(bff)).id;
  bff.fleet.inventory.publish([
    aBackend(),
    aHost(),
    aStoragePool({ status: 'inactive' }),
    anInstance({ project }),
    aVolume({ project }),
    aNetwork({ project, status: 'inactive' }),
    anImage(),
    aSnapshot({ project }),
    anOperation({ project }),
    aMigration(),
    aCluster(),
    anAlarm({ project }),
    aRecommendation(),
  ]);
});
afterAll(() => bff.close());

const callAs = (caller: Caller, spec: Pick<RouteSpec, 'method'>, path: string, body?: unknown) =>
  call(bff, `/api/v1${path}`, { method: spec.method, headers: headers.get(caller) ?? {}, body });

/** A body that validates, for the routes that want one; what they then do must not end a caller's own session. */
const bodies: Record<string, () => unknown> = {
  login: () => ({ username: 'x', password: 'y' }),
  changePassword: () => ({ current: 'not it', next: 'longer than eight' }),
  createToken: () => ({ name: 'matrix' }),
  bulkInstances: () => ({ ids: ['lab:web-1'], action: 'start', dryRun: true }),
  probeBackend: () => ({ kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] }),
  addBackend: () => ({
    id: 'lab',
    name: 'lab',
    settings: { kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] },
  }),
  changeBackend: () => ({ name: 'Lab, renamed' }),
  probeBackendChange: () => ({ kind: 'libvirt', hosts: [{ uri: 'qemu:///system' }] }),
  createUser: () => ({ username: 'taken', password: 'longer than eight' }),
  changeUser: () => ({ displayName: 'changed' }),
  createProject: () => ({ name: 'taken' }),
  changeProject: () => ({ description: 'changed' }),
  setMember: () => ({ role: 'reader' }),
  launchInstances: () => launchBody(),
  checkLaunch: () => launchBody(),
  createVolume: () => ({ name: 'data', capacityBytes: 1_073_741_824, project }),
  bulkImages: () => ({ ids: ['lab:debian'], action: 'delete', dryRun: true }),
  createNetwork: () => ({ name: 'lan', type: 'nat', cidr: '10.9.0.0/24' }),
  changeNetwork: () => ({ offered: true }),
  createPlan: () => ({ kind: 'drain', host: 'lab:kvm-1' }),
  createFlavor: () => ({ name: 'huge', vcpus: 64, memoryMiB: 262_144, diskGiB: 100 }),
  changeFlavor: () => ({ disabled: false }),
  createKeypair: () => ({ name: 'laptop' }),
  requestQuota: () => ({ quota: { instances: 20 }, reason: 'A new service' }),
  decideQuotaRequest: () => ({ approve: false }),
  createSecurityGroup: () => ({ name: `matrix-${++launched}`, project }),
  changeSecurityGroup: () => ({ name: `matrix-${++launched}` }),
  setPrices: () => ({ prices: null }),
  createView: () => ({ kind: 'instance', name: `matrix-${++launched}`, state: { q: 'status:running' } }),
  changeView: () => ({ name: 'renamed' }),
  orderViews: () => ({ kind: 'instance', ids: [] }),
};

let launched = 0;
const launchBody = () => ({
  name: `matrix-${++launched}`,
  project,
  source: { from: 'image', image: 'lab:debian' },
  size: { vcpus: 1, memoryMiB: 16 },
});

/** A row that is there, of the kind that the route is about. */
function fill(path: string): string {
  const rows: Record<string, string> = { users: stranger, projects: project };
  const [, collection = ''] = path.split('/');
  const kind = resourceKinds.find(candidate => resourceRegistry[candidate].collection === collection);
  const sample: Partial<Record<string, string>> = {
    backend: 'lab',
    cluster: 'lab:cluster',
    host: 'lab:kvm-1',
    instance: 'lab:web-1',
    volume: 'lab:disk',
    'storage-pool': 'lab:pool',
    network: 'lab:net',
    image: 'lab:debian',
    snapshot: 'lab:snap',
    migration: 'lab:move',
    operation: anOperation().id,
    alarm: 'lab:alarm',
    recommendation: 'lab:recommendation',
  };
  const id = rows[collection] ?? sample[kind ?? ''] ?? 'none';
  return path.replace('{id}', encodeURIComponent(id)).replace('{user}', stranger);
}

const refusedCodes = ['session.required', 'permission.denied'];
const gated = routes.filter(
  spec => spec.permission !== 'row' && !['logout', 'deleteUser', 'deleteProject'].includes(spec.id),
);

describe.each(gated)('$method $path ($permission)', spec => {
  const permission = spec.permission === 'row' ? 'public' : spec.permission;
  it.each(callers)('%s', async caller => {
    const answer = await callAs(caller, spec, fill(spec.path), bodies[spec.id]?.());
    const makers = [...promised[permission], ...(decidedByBody.has(permission) ? ['outsider'] : [])];
    const open: readonly string[] = openToAnyMember.has(permission) ? withRole : makers;
    if (open.includes(caller)) {
      expect(refusedCodes, answer.text).not.toContain(answer.code);
      expect(answer.status, answer.text).toBeLessThan(500);
    } else {
      expect(answer.code).toBe(caller === 'anonymous' ? 'session.required' : 'permission.denied');
    }
  });
});

describe('ends what is named, when allowed', () => {
  it.each(callers)('logout by %s', async caller => {
    const user = await somebody(bff);
    const own = caller === 'anonymous' ? {} : user.cookie;
    const answer = await call(bff, '/api/v1/session', { method: 'DELETE', headers: own });
    expect(answer.status).toBe(caller === 'anonymous' ? 401 : 204);
  });

  it.each(callers)('deleteUser by %s', async caller => {
    const { id } = await somebody(bff);
    const answer = await callAs(caller, { method: 'DELETE' }, `/users/${id}`);
    expect(answer.status).toBe(expectedStatus(caller, promised['user.manage'], 204));
  });

  it.each(callers)('deleteProject by %s', async caller => {
    const id = await createProject(bff.identity, { name: `of ${caller}`, description: null });
    const answer = await callAs(caller, { method: 'DELETE' }, `/projects/${id}`);
    expect(answer.status).toBe(expectedStatus(caller, promised['project.manage'], 204));
  });
});

function expectedStatus(caller: Caller, allowed: readonly Caller[], ok: number): number {
  if (caller === 'anonymous') return 401;
  return allowed.includes(caller) ? ok : 403;
}

/** Arguments that validate, for the actions that need some. */
const actionArgs: Partial<Record<string, object>> = {
  rename: { name: 'web-2' },
  makeImage: { from: 'registry', reference: 'nginx:1' },
  'image.tag': { reference: 'debian:mine' },
  'image.push': { reference: 'debian:mine' },
  'instance.resize': { vcpus: 4 },
  'volume.resize': { capacityBytes: 1_099_511_627_776 },
  attachVolume: { volume: 'x:volume' },
  detachVolume: { volume: 'x:volume' },
  attachNetwork: { network: 'x:network' },
  detachNetwork: { network: 'x:network' },
  autostart: { enabled: true },
  assign: { project: null },
  snapshot: { name: 'before' },
  createImage: { name: 'golden' },
  setSecurityGroups: { groups: [] },
  setBandwidth: { bytesPerSecond: 100_000_000 },
  setDowntime: { milliseconds: 500 },
  bringImage: { image: 'orrery:image:debian' },
  beginAnew: { postCopy: true },
  createService: { name: 'web', image: 'nginx:1' },
  scaleService: { service: 's1', count: 2 },
  deleteService: { service: 's1' },
};

const rowActions = resourceKinds.flatMap(kind =>
  resourceRegistry[kind].actions.map(rule => ({ kind, action: rule.name, permission: rule.permission })),
);

describe.each(rowActions)('$action a $kind ($permission)', ({ kind, action, permission }) => {
  const { collection, visibility } = resourceRegistry[kind];
  const path = fill(`/${collection}/{id}/actions/${action}`);

  it.each(callers)('%s', async caller => {
    const answer = await callAs(
      caller,
      { method: 'POST' },
      path,
      actionArgs[`${kind}.${action}`] ?? actionArgs[action] ?? {},
    );
    // What belongs to nobody is shared with everybody.
    const sees = visibility.by === 'shared' || promised[visibility.permission].includes(caller);
    if (caller === 'anonymous') expect(answer.code).toBe('session.required');
    else if (!sees) expect(answer.code).toBe('resource.not-found');
    else if (!promised[permission].includes(caller)) expect(answer.code).toBe('permission.denied');
    else expect([202, 409], answer.text).toContain(answer.status);
  });
});

describe('the other routes that decide by row', () => {
  it('are all in this test', () => {
    const row = routes.filter(spec => spec.permission === 'row' && !spec.id.startsWith('act:'));
    expect(row.map(spec => spec.id)).toEqual([
      'bulkInstances',
      // operations.test.ts and the case below
      'retryFailed',
      'cancelOperation',
      // images/volume-contents.test.ts
      'volumeContentFacts',
      'downloadVolume',
      'requestQuota',
      // launch/security.test.ts
      'changeSecurityGroup',
      'deleteSecurityGroup',
      // console/console.test.ts
      'openConsole',
      // console/boot-log/boot-logs.test.ts
      'bootLog',
      // console/inside.test.ts
      'instanceLogs',
      'readFiles',
      'writeFiles',
      'bulkImages',
      // Those of images and their uploads: images/images.test.ts.
      'createImage',
      'changeImage',
      'deleteImage',
      'convertImage',
      'createUpload',
      'uploadOffset',
      'appendUpload',
      'endUpload',
      'setMember',
      'removeMember',
    ]);
  });

  it.each(callers)('requestQuota by %s', async caller => {
    const path = `/projects/${project}/quota-requests`;
    const answer = await callAs(caller, { method: 'POST' }, path, bodies['requestQuota']?.());
    // One request a project is open at a time: whoever may ask is told so.
    const allowed = answer.code === 'action.refused' ? 409 : 201;
    expect(answer.status, answer.text).toBe(rowStatus(caller, 'instance.create', allowed));
  });

  it.each(callers)('launchInstances into a project by %s', async caller => {
    const answer = await callAs(caller, { method: 'POST' }, '/instances', launchBody());
    // Without the permission anywhere, one is refused before the project is looked for.
    const sees = caller !== 'nobody';
    expect(answer.status, answer.text).toBe(sees ? rowStatus(caller, 'instance.create', 202) : 403);
  });

  it.each(callers)('bulkInstances by %s', async caller => {
    const answer = await callAs(caller, { method: 'POST' }, '/instances/bulk', bodies['bulkInstances']?.());
    if (caller === 'anonymous') return expect(answer.status).toBe(401);
    const allowed = promised['instance.operate'].includes(caller) ? ['lab:web-1'] : [];
    expect(answer.json).toMatchObject({ allowed: allowed.map(id => ({ id })) });
  });

  it.each(callers)('retryFailed by %s', async caller => {
    const path = `/operations/batches/${randomUUID()}/retry`;
    const answer = await callAs(caller, { method: 'POST' }, path);
    // Of a request that one may not see nothing is told, not even that it is not there.
    expect(answer.status).toBe(caller === 'anonymous' ? 401 : 404);
  });

  it.each(callers)('cancelOperation by %s', async caller => {
    const id = `${slowPrefix}-${caller}`;
    bff.fleet.inventory.publish([anInstance({ id, project })]);
    const started = await callAs('admin', { method: 'POST' }, `/instances/${id}/actions/start`, {});
    const operation = operationIn.parse(started.json).operation.id;
    const answer = await callAs(caller, { method: 'POST' }, `/operations/${operation}/actions/cancel`);
    expect(answer.status).toBe(rowStatus(caller, 'operation.cancel', 202));
  });

  it.each(callers)('setMember and removeMember by %s', async caller => {
    const path = `/projects/${project}/members/${stranger}`;
    const set = await callAs(caller, { method: 'PUT' }, path, { role: 'reader' });
    expect(set.status).toBe(rowStatus(caller, 'project.members', 200));
    const removed = await callAs(caller, { method: 'DELETE' }, path);
    expect(removed.status).toBe(rowStatus(caller, 'project.members', 204));
  });
});

const operationIn = z.object({ operation: z.object({ id: z.string() }) });

function rowStatus(caller: Caller, permission: Permission, ok: number): number {
  if (caller === 'anonymous') return 401;
  if (!promised['inventory.read'].includes(caller)) return 404;
  return promised[permission].includes(caller) ? ok : 403;
}
