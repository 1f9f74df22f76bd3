import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sessionTable } from '../database/schema/identity.ts';
import { createPasswords } from '../identity/passwords.ts';
import { changeUser } from '../identity/users.ts';
import { call, type Somebody, sessionHeaders, somebody, textOf, tokenHeaders } from './testing/caller.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let user: Somebody;

beforeAll(async () => {
  bff = await startTestBff({ loginLimits: { perAddress: 100_000 } });
});
beforeEach(async () => {
  user = await somebody(bff);
});
afterAll(() => bff.close());

const login = (username: string, password: string) =>
  call(bff, '/api/v1/session', { method: 'POST', body: { username, password } });
const getSession = (headers: Record<string, string>) => call(bff, '/api/v1/session', { headers });
const sessionCount = () => bff.database.db.$count(sessionTable);

describe('login', () => {
  it('gives a cookie that holds until logout', async () => {
    const answer = await login(user.username, user.password);
    expect(answer.json).toMatchObject({ user: { id: user.id, username: user.username } });
    const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
    const headers = { cookie, 'x-csrf-token': textOf(answer.json, 'csrfToken') ?? '' };
    expect((await getSession(headers)).status).toBe(200);
    const logout = await call(bff, '/api/v1/session', { method: 'DELETE', headers });
    expect(logout.status).toBe(204);
    expect(String(logout.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await getSession(headers)).code).toBe('session.required');
  });

  it('stores the hash of the cookie, never the cookie', async () => {
    const answer = await login(user.username, user.password);
    const [, token = ''] = /orrery_session=([^;]+)/.exec(String(answer.headers['set-cookie'])) ?? [];
    expect(token).toHaveLength(43);
    const { rows } = await bff.database.pool.query<{ all: string }>(
      'select json_agg(s)::text as all from session s',
    );
    expect(rows[0]?.all).not.toContain(token);
    expect(bff.logged()).not.toContain(token);
  });

  it('answers the same for a wrong password, an unknown user and a disabled one', async () => {
    const disabled = await somebody(bff);
    await changeUser(bff.identity, disabled.id, { disabled: true });
    const answers = await Promise.all([
      login(user.username, 'wrong'),
      login('nobody-at-all', 'wrong'),
      login(disabled.username, disabled.password),
    ]);
    const told = answers.map(({ status, json }) => ({ status, json: { ...Object(json), instance: '' } }));
    expect(told[0]).toMatchObject({ status: 401, json: { code: 'session.credentials' } });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('takes user names in any case', async () => {
    expect((await login(user.username.toUpperCase(), user.password)).status).toBe(200);
  });

  it('leaves no session behind when it fails, and none for strangers who knock', async () => {
    const before = await sessionCount();
    await login(user.username, 'wrong');
    for (let i = 0; i < 300; i++) await getSession(i % 2 ? {} : { cookie: `orrery_session=made-up-${i}` });
    expect(await sessionCount()).toBe(before);
  });

  it('is not fooled by strange credentials', async () => {
    for (const body of [
      {},
      [],
      { username: 'a' },
      { username: { $ne: null }, password: { $ne: null } },
      { username: ['admin'], password: 'x' },
      { username: 'a', password: 'x', admin: true },
      { username: 'a', password: 'x'.repeat(300) },
    ]) {
      const answer = await call(bff, '/api/v1/session', { method: 'POST', body });
      expect(answer.code, JSON.stringify(body)).toBe('request.invalid');
    }
  });
});

describe('a session', () => {
  it('ends after twelve hours without use, and after seven days in any case', async () => {
    const hour = 3_600_000;
    expect((await getSession(user.cookie)).status).toBe(200);
    for (let day = 0; day < 13; day++) {
      bff.clock.advance(11.9 * hour);
      expect((await getSession(user.cookie)).status, `after ${day}`).toBe(200);
    }
    bff.clock.advance(11.9 * hour);
    expect((await getSession(user.cookie)).status, 'after 166.6 h').toBe(200);
    bff.clock.advance(1.5 * hour);
    expect((await getSession(user.cookie)).status).toBe(401);
    const idle = await sessionHeaders(bff, user.id);
    bff.clock.advance(12 * hour + 1);
    expect((await getSession(idle)).status).toBe(401);
  });

  it('ends at once for a disabled user, and so do tokens', async () => {
    const token = await tokenHeaders(bff, user.id);
    expect((await getSession(token)).status).toBe(200);
    await changeUser(bff.identity, user.id, { disabled: true });
    expect(bff.changes).toContainEqual({ userId: user.id });
    expect((await getSession(user.cookie)).status).toBe(401);
    expect((await getSession(token)).status).toBe(401);
    await changeUser(bff.identity, user.id, { disabled: false });
    expect((await getSession(user.cookie)).status, 'enabling revives no session').toBe(401);
    expect((await getSession(token)).status).toBe(200);
  });

  it('follows a changed role at once', async () => {
    expect((await call(bff, '/api/v1/hosts', { headers: user.cookie })).status).toBe(403);
    await changeUser(bff.identity, user.id, { role: 'viewer' });
    expect((await call(bff, '/api/v1/hosts', { headers: user.cookie })).status).toBe(200);
    await changeUser(bff.identity, user.id, { role: null });
    expect((await call(bff, '/api/v1/hosts', { headers: user.cookie })).status).toBe(403);
  });
});

describe('changing the password', () => {
  const change = (headers: Record<string, string>, current: string, next: string) =>
    call(bff, '/api/v1/session/password', { method: 'PUT', headers, body: { current, next } });

  it('keeps this session and ends the others', async () => {
    const elsewhere = await sessionHeaders(bff, user.id);
    const [other] = await bff.database.db
      .select({ id: sessionTable.id })
      .from(sessionTable)
      .where(eq(sessionTable.userId, user.id))
      .orderBy(sql`ctid desc`);
    expect((await change(user.cookie, user.password, 'another password')).status).toBe(204);
    expect((await getSession(user.cookie)).status).toBe(200);
    expect((await getSession(elsewhere)).status).toBe(401);
    expect(bff.changes).toContainEqual({ credential: other?.id });
    expect((await login(user.username, user.password)).status).toBe(401);
    expect((await login(user.username, 'another password')).status).toBe(200);
  });

  it('needs the present one, and cannot be used to guess it', async () => {
    const answers = [];
    for (let i = 0; i < 12; i++)
      answers.push((await change(user.cookie, `guess ${i}`, 'another password')).code);
    expect(answers.slice(0, 10)).toEqual(Array(10).fill('session.credentials'));
    expect(answers.slice(10)).toEqual(['rate.limited', 'rate.limited']);
  });

  it('wants at least eight characters', async () => {
    const answer = await change(user.cookie, user.password, 'short');
    expect(answer.json).toMatchObject({ code: 'request.invalid', reasons: [{ field: 'next' }] });
  });
});

describe('a flood of logins', () => {
  it('runs out of attempts for one account from one address, and spares the others', async () => {
    const codes = [];
    for (let i = 0; i < 11; i++) codes.push((await login(user.username, 'wrong')).code);
    expect(codes).toEqual([...Array(10).fill('session.credentials'), 'rate.limited']);
    const refused = await login(user.username, user.password);
    expect(refused.status, 'the right password does not help now').toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const other = await somebody(bff);
    expect((await login(other.username, other.password)).status).toBe(200);
  });

  it('runs out of attempts for one address that tries many accounts', async () => {
    const strict = await startTestBff({ loginLimits: { perAddress: 5 } });
    try {
      const codes = [];
      for (let i = 0; i < 7; i++) {
        const body = { username: `account-${i}`, password: 'wrong' };
        codes.push((await call(strict, '/api/v1/session', { method: 'POST', body })).code);
      }
      expect(codes.slice(0, 5)).toEqual(Array(5).fill('session.credentials'));
      expect(codes.slice(5)).toEqual(['rate.limited', 'rate.limited']);
    } finally {
      await strict.close();
    }
  });

  it('does not count those who get it right', async () => {
    for (let i = 0; i < 25; i++) expect((await login(user.username, user.password)).status).toBe(200);
  });

  it('makes two hashes at a time and queues no more than it can soon do', async () => {
    const real = await startTestBff({
      passwords: createPasswords(),
      loginLimits: { perAddress: 100_000, perAccount: 100_000, perAccountAndAddress: 100_000 },
    });
    try {
      const burst = Array.from({ length: 200 }, () =>
        call(real, '/api/v1/session', { method: 'POST', body: { username: 'nobody', password: 'wrong' } }),
      );
      const codes = (await Promise.all(burst)).map(answer => answer.code);
      const counted = Object.groupBy(codes, code => code ?? 'none');
      expect(Object.keys(counted).toSorted()).toEqual(['rate.limited', 'session.credentials']);
      expect(counted['session.credentials']?.length).toBeGreaterThanOrEqual(50);
      expect(counted['rate.limited']?.length).toBeGreaterThan(0);
    } finally {
      await real.close();
    }
  });

  it('believes no X-Forwarded-For that no trusted proxy sent', async () => {
    const codes = [];
    for (let i = 0; i < 11; i++) {
      const headers = { 'x-forwarded-for': `10.0.0.${i}` };
      const body = { username: user.username, password: 'wrong' };
      codes.push((await call(bff, '/api/v1/session', { method: 'POST', headers, body })).code);
    }
    expect(codes.at(-1)).toBe('rate.limited');
  });
});
