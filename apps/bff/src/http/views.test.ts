import { auditPageSchema } from '@orrery/contract/http/bodies.ts';
import {
  type CreateViewInput,
  savedViewSchema,
  savedViewsSchema,
  viewsPerUser,
} from '@orrery/contract/views/saved-views.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeMember } from '../identity/members.ts';
import { createProject, deleteProject } from '../identity/projects.ts';
import { changeUser } from '../identity/users.ts';
import { call, type Somebody, somebody } from './testing/caller.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let blue = '';
let red = '';
let admin: Somebody;
let operator: Somebody;
let viewer: Somebody;
let manager: Somebody;
let member: Somebody;
let outsider: Somebody;

beforeAll(async () => {
  bff = await startTestBff();
  blue = await createProject(bff.identity, { name: 'blue', description: null });
  red = await createProject(bff.identity, { name: 'red', description: null });
  admin = await somebody(bff, { role: 'admin' });
  operator = await somebody(bff, { role: 'operator' });
  viewer = await somebody(bff, { role: 'viewer' });
  manager = await somebody(bff, { in: { [blue]: 'manager' } });
  member = await somebody(bff, { in: { [blue]: 'member' } });
  outsider = await somebody(bff, { in: { [red]: 'manager' } });
});
afterAll(() => bff.close());

const send = (who: Somebody, method: string, path: string, body?: unknown) =>
  call(bff, `/api/v1/views${path}`, { method, headers: who.cookie, body });
const wish = (more: Partial<CreateViewInput> = {}): CreateViewInput => ({
  kind: 'instance',
  name: 'Hot',
  state: { q: 'status:running cpu>80', sort: '-cpu', cols: 'name,cpu' },
  ...more,
});
async function save(who: Somebody, more: Partial<CreateViewInput> = {}) {
  const answer = await send(who, 'POST', '', wish(more));
  expect(answer.status, answer.text).toBe(201);
  return savedViewSchema.parse(answer.json);
}
async function namesOf(who: Somebody, kind = 'instance') {
  const { items } = savedViewsSchema.parse((await send(who, 'GET', `?kind=${kind}`)).json);
  return items.map(({ name }) => name);
}
const everybody = { with: 'everybody' } as const;

describe('a saved view', () => {
  it('is kept as the address has it, changed, and deleted by its owner', async () => {
    const me = await somebody(bff, { role: 'viewer' });
    const made = await save(me);
    expect(made).toMatchObject({
      state: { q: 'status:running cpu>80', sort: '-cpu', cols: 'name,cpu', group: '', tab: '' },
      share: { with: 'nobody' },
      mine: true,
      by: me.username,
    });
    const changed = await send(me, 'PATCH', `/${made.id}`, { name: ' Hotter ', state: { q: 'cpu>90' } });
    expect(changed.json).toMatchObject({ id: made.id, name: 'Hotter', state: { q: 'cpu>90', sort: '' } });
    expect(await namesOf(me)).toEqual(['Hotter']);
    expect(await namesOf(me, 'host')).toEqual([]);
    expect((await send(me, 'DELETE', `/${made.id}`)).status).toBe(204);
    expect(await namesOf(me)).toEqual([]);
    expect((await send(me, 'DELETE', `/${made.id}`)).code).toBe('resource.not-found');
  });

  it('is nobody else’s to see or to change, be they administrator', async () => {
    const { id } = await save(member, { name: 'Private' });
    for (const other of [admin, manager, viewer]) {
      expect(await namesOf(other)).not.toContain('Private');
      expect((await send(other, 'PATCH', `/${id}`, { name: 'Mine' })).code).toBe('resource.not-found');
      expect((await send(other, 'DELETE', `/${id}`)).code).toBe('resource.not-found');
    }
  });

  it('leaves a record of who made, changed and deleted it', async () => {
    const { id } = await save(operator, { name: 'Audited' });
    await send(operator, 'PATCH', `/${id}`, { state: { q: 'web' } });
    await send(operator, 'DELETE', `/${id}`);
    const page = await call(bff, `/api/v1/audit?q=${id}`, { headers: admin.cookie });
    const { items } = auditPageSchema.parse(page.json);
    expect(items.map(({ action }) => action)).toEqual(['deleteView', 'changeView', 'createView']);
    expect(items.map(({ actor }) => new Set([actor]))).toEqual(items.map(() => new Set([operator.username])));
    expect(items.at(-1)?.detail).toMatchObject({ kind: 'instance', name: 'Audited' });
  });
});

describe('what is refused', () => {
  it('queries and sorts that mean nothing, with the place', async () => {
    const query = await send(admin, 'POST', '', wish({ state: { q: 'cpu>lots' } }));
    expect(query.json).toMatchObject({ code: 'query.invalid', reasons: [{ field: 'state.q' }] });
    const sort = await send(admin, 'POST', '', wish({ state: { sort: '-speed' } }));
    expect(sort.json).toMatchObject({ code: 'query.invalid', reasons: [{ field: 'state.sort' }] });
    const { id } = await save(admin, { name: 'Good' });
    expect((await send(admin, 'PATCH', `/${id}`, { state: { q: 'is:' } })).code).toBe('query.invalid');
  });

  it.each([
    ['no name', { name: '  ' }],
    ['a long name', { name: 'x'.repeat(65) }],
    ['control characters', { name: 'a\u0007b' }],
    ['a long query', { state: { q: 'x'.repeat(2_001) } }],
    ['what a list has not', { state: { q: '', colour: 'red' } }],
  ])('%s', async (_what, more) => {
    expect((await send(admin, 'POST', '', { ...wish(), ...more })).code).toBe('request.invalid');
  });

  it('a second one of the same name in the same list', async () => {
    await save(viewer, { name: 'Twice' });
    expect((await send(viewer, 'POST', '', wish({ name: 'Twice' }))).code).toBe('name.taken');
    const other = await save(viewer, { name: 'Twice', kind: 'volume', state: { q: '' } });
    const third = await save(viewer, { name: 'Thrice', kind: 'volume', state: { q: '' } });
    expect((await send(viewer, 'PATCH', `/${third.id}`, { name: 'Twice' })).code).toBe('name.taken');
    expect((await send(viewer, 'PATCH', `/${other.id}`, { name: 'Twice' })).status).toBe(200);
  });

  it('more than there may be, also when they come at once', async () => {
    const collector = await somebody(bff, { in: { [blue]: 'reader' } });
    const all = await Promise.all(
      Array.from({ length: viewsPerUser + 3 }, (_, index) =>
        send(collector, 'POST', '', wish({ name: `View ${index}` })),
      ),
    );
    expect(all.filter(({ status }) => status === 201)).toHaveLength(viewsPerUser);
    expect(all.filter(({ code }) => code === 'view.limit')).toHaveLength(3);
  });

  it('lists and fields that one may not know of', async () => {
    expect((await send(member, 'POST', '', wish({ state: { q: 'host:kvm-1' } }))).code).toBe('query.invalid');
    const hosts = wish({ kind: 'host', state: { q: '' } });
    expect((await send(member, 'POST', '', hosts)).code).toBe('resource.not-found');
  });
});

describe('sharing', () => {
  it('with everybody is for administrators and operators', async () => {
    for (const who of [viewer, manager, member])
      expect((await send(who, 'POST', '', wish({ name: 'All', share: everybody }))).code).toBe(
        'permission.denied',
      );
    const shared = await save(operator, { name: 'For all', share: everybody });
    for (const who of [admin, viewer, manager, member, outsider])
      expect(await namesOf(who)).toContain('For all');
    const seen = savedViewsSchema.parse((await send(member, 'GET', '')).json).items;
    expect(seen.find(({ id }) => id === shared.id)).toMatchObject({ mine: false, by: operator.username });
    expect((await send(member, 'PATCH', `/${shared.id}`, { name: 'Ours' })).code).toBe('permission.denied');
    expect((await send(manager, 'DELETE', `/${shared.id}`)).code).toBe('permission.denied');
    await send(operator, 'PATCH', `/${shared.id}`, { share: { with: 'nobody' } });
    expect(await namesOf(member)).not.toContain('For all');
  });

  it('with a project is for its managers, and listed to its members only', async () => {
    const share = { with: 'project', project: blue } as const;
    expect((await send(member, 'POST', '', wish({ name: 'Team', share }))).code).toBe('permission.denied');
    const foreign = { with: 'project', project: red } as const;
    expect((await send(manager, 'POST', '', wish({ share: foreign }))).code).toBe('resource.not-found');
    const nowhere = { with: 'project', project: 'nowhere' } as const;
    expect((await send(admin, 'POST', '', wish({ share: nowhere }))).code).toBe('resource.not-found');
    await save(manager, { name: 'Team', share });
    expect(await namesOf(member)).toContain('Team');
    for (const who of [outsider, viewer, admin]) expect(await namesOf(who)).not.toContain('Team');
  });

  it('shows no tenant what asks by hosts, nor lists of hosts', async () => {
    const q = 'host:kvm-secret';
    await save(admin, { name: 'On one host', state: { q }, share: everybody });
    await save(admin, { name: 'Hosts', kind: 'host', state: { q: 'kvm-secret' }, share: everybody });
    const answer = await send(member, 'GET', '');
    expect(answer.text).not.toContain('secret');
    expect(await namesOf(viewer)).toContain('On one host');
    expect(await namesOf(viewer, 'host')).toContain('Hosts');
  });

  it('lasts as long as its owner may share', async () => {
    const once = await somebody(bff, { role: 'operator', in: { [blue]: 'manager' } });
    await save(once, { name: 'Of an operator', share: everybody });
    await save(once, { name: 'Of a manager', share: { with: 'project', project: blue } });
    await changeUser(bff.identity, once.id, { role: null });
    expect(await namesOf(member)).not.toContain('Of an operator');
    expect(await namesOf(member)).toContain('Of a manager');
    await removeMember(bff.identity, { project: blue, user: once.id });
    expect(await namesOf(member)).not.toContain('Of a manager');
  });

  it('ends with the project; the view stays its owner’s', async () => {
    const green = await createProject(bff.identity, { name: 'green', description: null });
    const share = { with: 'project', project: green } as const;
    const { id } = await save(admin, { name: 'Of green', share });
    await deleteProject(bff.identity, green);
    const { items } = savedViewsSchema.parse((await send(admin, 'GET', '')).json);
    expect(items.find(view => view.id === id)).toMatchObject({ share: { with: 'nobody' } });
  });

  it('administrators take away what is shared with them', async () => {
    const { id } = await save(operator, { name: 'Nonsense', share: everybody });
    expect((await send(admin, 'PATCH', `/${id}`, { name: 'Sense' })).code).toBe('permission.denied');
    expect((await send(admin, 'DELETE', `/${id}`)).status).toBe(204);
    expect(await namesOf(operator)).not.toContain('Nonsense');
  });
});

describe('order', () => {
  it('is their owner’s; what is not named follows as it was', async () => {
    const me = await somebody(bff, { role: 'viewer' });
    const made = [];
    for (const name of ['one', 'two', 'three', 'four']) made.push(await save(me, { name }));
    const [one = '', two = '', three = ''] = made.map(({ id }) => id);
    const mine = async () => (await namesOf(me)).slice(0, 4);
    expect(await mine()).toEqual(['one', 'two', 'three', 'four']);
    const order = { kind: 'instance', ids: [three, one] };
    expect((await send(me, 'PUT', '/order', order)).status).toBe(204);
    expect(await mine()).toEqual(['three', 'one', 'two', 'four']);
    const foreign = await send(viewer, 'PUT', '/order', { kind: 'instance', ids: [two] });
    expect(foreign.code).toBe('resource.not-found');
    expect((await send(me, 'PUT', '/order', { kind: 'volume', ids: [two] })).code).toBe('resource.not-found');
  });
});
