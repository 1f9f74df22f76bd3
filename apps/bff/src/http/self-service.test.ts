import { afterAll, beforeAll, expect, it } from 'vitest';
import { createdKeypairSchema, keypairsSchema } from '@orrery/contract/keypairs/keypairs.ts';
import { launchCheckSchema, launchReplySchema } from '@orrery/contract/launch/launch.ts';
import { projectQuotaSchema } from '@orrery/contract/quota/quota.ts';
import { changeProject, createProject } from '../identity/projects.ts';
import { call, type Somebody, somebody } from './testing/caller.ts';
import { aBackend, aHost, anImage } from './testing/samples.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let blue = '';
let red = '';
let admin: Somebody;
let tess: Somebody;
let both: Somebody;

beforeAll(async () => {
  bff = await startTestBff();
  blue = await createProject(bff.identity, { name: 'blue', description: null });
  red = await createProject(bff.identity, { name: 'red', description: null });
  await changeProject(bff.identity, blue, { quota: { instances: 4 } });
  admin = await somebody(bff, { role: 'admin' });
  tess = await somebody(bff, { in: { [blue]: 'member' } });
  both = await somebody(bff, { in: { [blue]: 'member', [red]: 'member' } });
  bff.fleet.inventory.publish([aBackend(), aHost(), anImage()]);
});
afterAll(() => bff.close());

const send = (who: Somebody, method: string, path: string, body?: unknown) =>
  call(bff, `/api/v1${path}`, { method, headers: who.cookie, body });
const wish = (more: object = {}) => ({
  name: 'web',
  source: { from: 'image', image: 'lab:debian' },
  flavor: 'tiny',
  ...more,
});

it('LA-1: a launch answers with one operation for each instance', async () => {
  const answer = await send(tess, 'POST', '/instances', wish({ count: 3 }));
  expect(answer.status, answer.text).toBe(202);
  const { operation, operations, batch } = launchReplySchema.parse(answer.json);
  expect(operations.map(({ targetName }) => targetName)).toEqual(['web-1', 'web-2', 'web-3']);
  expect(operations[0]).toEqual(operation);
  expect(new Set(operations.map(one => one.batch))).toEqual(new Set([batch]));
  expect(operation).toMatchObject({ action: 'create', target: null, project: blue });
  expect(answer.text).not.toContain('kvm-1');
  const more = await send(tess, 'POST', '/instances', wish({ name: 'more', count: 3 }));
  expect(more.code).toBe('quota.exceeded');
  const items = projectQuotaSchema.parse((await send(tess, 'GET', `/projects/${blue}/quota`)).json).items;
  expect(items.instances.used + items.instances.reserved).toBe(3);
});

it('a launch may name just an image, and needs one source', async () => {
  const short = { name: 'short', image: 'lab:debian', flavor: 'tiny' };
  const answer = await send(admin, 'POST', '/instances', { ...short, project: red });
  expect(answer.status, answer.text).toBe(202);
  for (const body of [
    { ...wish(), image: 'lab:debian' },
    { name: 'none', flavor: 'tiny' },
  ]) {
    const refused = await send(admin, 'POST', '/instances', body);
    expect(refused.json).toMatchObject({ code: 'request.invalid', reasons: [{ field: 'source' }] });
  }
});

it('LA-2: the project is the named or the only one; others do not exist', async () => {
  const unsure = await send(both, 'POST', '/instances', wish({ name: 'a' }));
  expect(unsure).toMatchObject({ status: 409, code: 'launch.refused' });
  const foreign = await send(tess, 'POST', '/instances', wish({ name: 'b', project: red }));
  expect(foreign.code).toBe('resource.not-found');
  const named = await send(both, 'POST', '/instances', wish({ name: 'c', project: red }));
  expect(named.status).toBe(202);
});

it('LA-3: all reasons are told at once, with code and field', async () => {
  const answer = await send(
    tess,
    'POST',
    '/instances',
    wish({
      flavor: 'none',
      userData: 'echo',
      keypairs: ['x'],
      networks: ['lab:none'],
      placement: { host: 'h' },
    }),
  );
  expect(answer.json).toMatchObject({
    reasons: expect.arrayContaining([
      expect.objectContaining({ code: 'resource.not-found', field: 'flavor' }),
      expect.objectContaining({ code: 'launch.user-data', field: 'userData' }),
      expect.objectContaining({ code: 'resource.not-found', field: 'keypairs.0' }),
      expect.objectContaining({ code: 'resource.not-found', field: 'networks.0' }),
      expect.objectContaining({ code: 'permission.denied', field: 'placement.host' }),
    ]),
  });
});

it('LA-8: those who see the fleet get hosts with reasons, others measures without names', async () => {
  const huge = wish({ name: 'huge', flavor: null, project: red, size: { vcpus: 1, memoryMiB: 65_536 } });
  const asAdmin = launchCheckSchema.parse((await send(admin, 'POST', '/instances/launch-check', huge)).json);
  expect(asAdmin.hosts).toMatchObject([{ host: 'lab:kvm-1', fits: false, reasons: [{ filter: 'memory' }] }]);
  const answer = await send(both, 'POST', '/instances/launch-check', huge);
  const asTenant = launchCheckSchema.parse(answer.json);
  expect(asTenant).toMatchObject({ ok: false, hosts: [], fits: 0 });
  expect(asTenant.problems[0]?.message).toMatch(/^No place has 64 GiB of memory free; the largest free is /);
  expect(asTenant.flavors.find(({ flavor }) => flavor === 'tiny')?.fits).toBeGreaterThan(0);
  expect(answer.text).not.toContain('kvm-1');
  // Where none fits, why not has a stable code beside the sentence.
  for (const { flavor, fits, code, reason } of [...asAdmin.flavors, ...asTenant.flavors])
    expect([code === null, reason === null], flavor).toEqual([fits !== 0, fits !== 0]);
  expect(asAdmin.hosts[0]?.reasons[0]?.code).toEqual(expect.any(String));
});

it('LA-11: flavors are for all or for one project', async () => {
  const size = { vcpus: 1, memoryMiB: 256, diskGiB: 0 };
  const made = await send(admin, 'POST', '/flavors', { name: 'Only Blue', ...size, project: blue });
  expect(made.json).toMatchObject({ id: 'only-blue', project: blue, status: 'active' });
  expect((await send(admin, 'POST', '/flavors', { name: 'only blue', ...size })).code).toBe('name.taken');
  const stranger = await somebody(bff, { in: { [red]: 'member' } });
  expect((await send(stranger, 'GET', '/flavors/only-blue')).status).toBe(404);
  const use = await send(stranger, 'POST', '/instances', wish({ name: 'd', flavor: 'only-blue' }));
  expect(use.code).toBe('resource.not-found');
  const changed = await send(admin, 'PATCH', '/flavors/only-blue', { disabled: true });
  expect(changed.json).toMatchObject({ status: 'disabled', memoryMiB: 256 });
  const disabled = await send(tess, 'POST', '/instances/launch-check', wish({ flavor: 'only-blue' }));
  expect(JSON.stringify(disabled.json)).toContain('The flavor is disabled');
  expect((await send(admin, 'DELETE', '/flavors/only-blue')).status).toBe(204);
  expect((await send(tess, 'GET', '/flavors/only-blue')).status).toBe(404);
});

it('LA-11: SSH keys are their user’s own, and a private half is told once', async () => {
  const made = createdKeypairSchema.parse((await send(tess, 'POST', '/keypairs', { name: 'laptop' })).json);
  expect(made.privateKey).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----/);
  expect((await send(tess, 'POST', '/keypairs', { name: 'laptop' })).code).toBe('name.taken');
  const again = await send(both, 'POST', '/keypairs', { name: 'laptop', publicKey: made.publicKey });
  expect(again.json).toMatchObject({ fingerprint: made.fingerprint, privateKey: null });
  const listed = await send(tess, 'GET', '/keypairs');
  expect(keypairsSchema.parse(listed.json).items.map(({ id }) => id)).toEqual([made.id]);
  expect(listed.text).not.toContain('PRIVATE');
  const stolen = await send(
    both,
    'POST',
    '/instances',
    wish({ name: 'e', project: red, keypairs: [made.id] }),
  );
  expect(stolen.json).toMatchObject({ reasons: [{ field: 'keypairs.0' }] });
  expect((await send(both, 'DELETE', `/keypairs/${made.id}`)).status).toBe(404);
  expect((await send(tess, 'DELETE', `/keypairs/${made.id}`)).status).toBe(204);
});
