import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Resource } from '@orrery/contract/resources/registry.ts';
import { projectSchema, userSchema } from '@orrery/contract/resources/identity.ts';
import type { Database } from '../database/open-database.ts';
import { openTestDatabase } from '../database/testing/test-database.ts';
import { createIdentityBus, type IdentityChange } from './bus.ts';
import type { IdentityContext } from './context.ts';
import { ensureFirstAdmin } from './first-admin.ts';
import { createGate } from './gate.ts';
import { removeMember, setMember } from './members.ts';
import { createPasswords } from './passwords.ts';
import { changeProject, createProject, deleteProject } from './projects.ts';
import { showIdentity } from './publish.ts';
import { changeUser, createUser, deleteUser } from './users.ts';

let database: Database;
let context: IdentityContext;
let changes: IdentityChange[];
const shown = new Map<string, Resource>();
const clock = { now: () => Date.parse('2026-01-02T03:04:05.678Z'), after: () => () => undefined };
const passwords = { hash: async (p: string) => `plain:${p}`, verify: async () => true };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate user_account, project cascade');
  shown.clear();
  changes = [];
  const bus = createIdentityBus();
  bus.on(change => changes.push(change));
  context = { db: database.db, clock, passwords, bus, changed: showIdentity(publishing).changed };
});

const publishing = {
  get db() {
    return database.db;
  },
  clock,
  to: {
    publish: (rows: readonly Resource[]) => {
      for (const row of rows) shown.set(row.id, row);
    },
    retract: (_kind: string, ids: readonly string[]) => {
      for (const id of ids) shown.delete(id);
    },
    instancesOf: (project: string) => project.length,
  },
};

const newUser = (username: string, role: 'admin' | 'viewer' | null = null) =>
  createUser(context, { username, password: 'long enough', displayName: null, role });
const newProject = (name: string) => createProject(context, { name, description: null });
const user = (id: string) => userSchema.parse(shown.get(id));
const project = (id: string) => projectSchema.parse(shown.get(id));

describe('users', () => {
  it('appear in the inventory, change there and go', async () => {
    await newUser('root', 'admin');
    const id = await newUser('Ada');
    expect(user(id)).toMatchObject({ name: 'Ada', role: null, status: 'active', lastLoginAt: null });
    await changeUser(context, id, { displayName: 'Ada L.', role: 'viewer' });
    expect(user(id)).toMatchObject({ name: 'Ada L.', username: 'Ada', role: 'viewer' });
    expect(changes).toEqual([{ userId: id }]);
    await changeUser(context, id, { displayName: null, disabled: true });
    expect(user(id)).toMatchObject({ name: 'Ada', status: 'disabled', role: 'viewer' });
    await deleteUser(context, id);
    expect(shown.has(id)).toBe(false);
    await expect(deleteUser(context, id)).rejects.toMatchObject({ code: 'resource.not-found' });
    await expect(changeUser(context, id, {})).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  it('have names that differ by more than case', async () => {
    await newUser('Ada');
    await expect(newUser('ADA')).rejects.toMatchObject({ code: 'name.taken' });
  });

  it('always leave one administrator who can log in', async () => {
    const first = await newUser('first', 'admin');
    const refused = { code: 'action.refused' };
    await expect(deleteUser(context, first)).rejects.toMatchObject(refused);
    await expect(changeUser(context, first, { role: 'viewer' })).rejects.toMatchObject(refused);
    await expect(changeUser(context, first, { role: null })).rejects.toMatchObject(refused);
    await expect(changeUser(context, first, { disabled: true })).rejects.toMatchObject(refused);
    const second = await newUser('second', 'admin');
    const both = [
      changeUser(context, first, { role: null }),
      changeUser(context, second, { disabled: true }),
    ];
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(outcome => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the first administrator', () => {
  it('gets a password that is made up and told once', async () => {
    const admin = await ensureFirstAdmin(context, undefined);
    expect(admin?.password).toMatch(/^[\w-]{16}$/);
    expect([...shown.values()]).toMatchObject([{ name: 'admin', role: 'admin' }]);
    expect(await ensureFirstAdmin(context, undefined)).toBeUndefined();
  });

  it('gets the given one, which is not told', async () => {
    expect(await ensureFirstAdmin(context, 'correct horse')).toEqual({
      username: 'admin',
      password: undefined,
    });
    const { rows } = await database.pool.query('select password_hash from user_account');
    expect(rows).toEqual([{ password_hash: 'plain:correct horse' }]);
    expect(await ensureFirstAdmin(context, 'another one')).toBeUndefined();
  });
});

describe('projects', () => {
  it('show their members, and members their projects', async () => {
    const [blue, ada] = [await newProject('blue'), await newUser('ada')];
    await setMember(context, { project: blue, user: ada, role: 'reader' });
    await setMember(context, { project: blue, user: 'ADA', role: 'manager' });
    expect(project(blue)).toMatchObject({ project: blue, instanceCount: 36 });
    expect(project(blue).members).toEqual([{ user: ada, username: 'ada', role: 'manager' }]);
    expect(user(ada).memberships).toEqual([{ project: blue, projectName: 'blue', role: 'manager' }]);
    expect(changes).toEqual([{ userId: ada }, { userId: ada }]);
    await changeProject(context, blue, { name: 'navy', quota: { instances: 3 }, disabled: true });
    expect(user(ada).memberships).toMatchObject([{ projectName: 'navy' }]);
    expect(project(blue)).toMatchObject({ status: 'disabled', quota: { instances: 3, vcpus: null } });
    expect(changes).toHaveLength(3);
    await removeMember(context, { project: blue, user: ada });
    expect(project(blue).members).toEqual([]);
    expect(user(ada).memberships).toEqual([]);
  });

  it('go with their memberships', async () => {
    const [blue, ada] = [await newProject('blue'), await newUser('ada')];
    await setMember(context, { project: blue, user: ada, role: 'reader' });
    await deleteProject(context, blue);
    expect(shown.has(blue)).toBe(false);
    expect(user(ada).memberships).toEqual([]);
    expect(changes.at(-1)).toEqual({ userId: ada });
    await expect(deleteProject(context, blue)).rejects.toMatchObject({ code: 'resource.not-found' });
  });

  it('stay while an image is theirs', async () => {
    const blue = await newProject('blue');
    const image = randomUUID();
    await database.pool.query(
      `insert into image (id, project, name, state, visibility, source, created_by, created_at, changed_at)
       values ($1, $2, 'disk', 'uploading', 'private', '{"from":"upload","fileName":null}', 'ada', now(), now())`,
      [image, blue],
    );
    await expect(deleteProject(context, blue)).rejects.toMatchObject({ code: 'action.refused' });
    expect(shown.has(blue)).toBe(true);
    await database.pool.query('delete from image where id = $1', [image]);
    await deleteProject(context, blue);
    expect(shown.has(blue)).toBe(false);
  });

  it('lose a deleted user', async () => {
    const [blue, ada] = [await newProject('blue'), await newUser('ada')];
    await newUser('root', 'admin');
    await setMember(context, { project: blue, user: ada, role: 'reader' });
    await deleteUser(context, ada);
    expect(project(blue).members).toEqual([]);
  });

  it('have names of their own', async () => {
    const blue = await newProject('blue');
    await expect(newProject('BLUE')).rejects.toMatchObject({ code: 'name.taken' });
    await newProject('red');
    await expect(changeProject(context, blue, { name: 'Red' })).rejects.toMatchObject({ code: 'name.taken' });
    await changeProject(context, blue, { name: 'Blue' });
    expect(project(blue).name).toBe('Blue');
  });

  it.each([
    ['an unknown user', 'nobody'],
    ['an unknown id', '00000000-0000-4000-8000-000000000000'],
  ])('refuse %s', async (_name, somebody) => {
    const blue = await newProject('blue');
    const refused = { code: 'resource.not-found' };
    await expect(setMember(context, { project: blue, user: somebody, role: 'reader' })).rejects.toMatchObject(
      refused,
    );
    await expect(removeMember(context, { project: blue, user: somebody })).rejects.toMatchObject(refused);
    const ada = await newUser('ada');
    await expect(removeMember(context, { project: blue, user: ada })).rejects.toMatchObject(refused);
    const none = '00000000-0000-4000-8000-000000000000';
    await expect(setMember(context, { project: none, user: ada, role: 'reader' })).rejects.toMatchObject(
      refused,
    );
  });
});

it('all of it is shown after a start', async () => {
  const ids = [await newUser('ada'), await newProject('blue')];
  shown.clear();
  await showIdentity(publishing).all();
  expect([...shown.keys()]).toEqual(ids);
});

it('shows the latest state last, however slow the database', async () => {
  const ada = await newUser('ada');
  const names: string[] = [];
  const to = {
    ...publishing.to,
    publish: (rows: readonly Resource[]) => names.push(...rows.map(row => row.name)),
  };
  const show = showIdentity({ ...publishing, to });
  await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      await database.pool.query('update user_account set display_name = $1 where id = $2', [
        `name ${i}`,
        ada,
      ]);
      await show.changed({ users: [ada] });
    }),
  );
  const { rows } = await database.pool.query<{ display_name: string }>(
    'select display_name from user_account',
  );
  expect(names.at(-1)).toBe(rows[0]?.display_name);
});

describe('passwords', () => {
  const real = createPasswords();

  it('are argon2id with at least 19 MiB, two passes, one lane', async () => {
    const hash = await real.hash('correct horse');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await real.verify(hash, 'correct horse')).toBe(true);
    expect(await real.verify(hash, 'correct hors')).toBe(false);
  });

  it('cost a hash also where there is no user', async () => {
    let hashed = 0;
    const counted = createPasswords(work => {
      hashed++;
      return work();
    });
    expect(await counted.verify(null, 'a password that nobody has')).toBe(false);
    expect(hashed).toBe(1);
  });
});

describe('the gate', () => {
  it('lets some in, has some wait, and turns the rest away', async () => {
    const gate = createGate({ atOnce: 2, longestQueue: 3 });
    let running = 0;
    let most = 0;
    const doors: (() => void)[] = [];
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise<void>(resolve => doors.push(resolve));
      running--;
    };
    const all = Array.from({ length: 7 }, () => gate(work));
    const outcomes = Promise.allSettled(all);
    for (let opened = 0; opened < 5; ) {
      await Promise.resolve();
      for (; doors.length > 0; opened++) doors.shift()?.();
    }
    const statuses = (await outcomes).map(outcome => outcome.status);
    expect(statuses).toEqual([...Array(5).fill('fulfilled'), 'rejected', 'rejected']);
    expect(most).toBe(2);
    expect(await gate(async () => 'free again')).toBe('free again');
  });

  it('frees its place after a failure', async () => {
    const gate = createGate({ atOnce: 1, longestQueue: 0 });
    await expect(gate(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate(async () => 1)).toBe(1);
  });
});
