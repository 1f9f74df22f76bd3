import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, type Somebody, somebody, tokenHeaders } from './testing/caller.ts';
import { startTestBff, type TestBff } from './testing/test-bff.ts';

let bff: TestBff;
let admin: Somebody;
let host = '';
let made = 0;

beforeAll(async () => {
  bff = await startTestBff();
  admin = await somebody(bff, { role: 'admin' });
  host = new URL(bff.url).host;
});
afterAll(() => bff.close());

const create = (headers: Record<string, string>) =>
  call(bff, '/api/v1/projects', { method: 'POST', headers, body: { name: `p${++made}` } });

/** Origins that are not ours, in forms that have fooled comparisons by prefix, suffix, or parsed parts. */
const foreignOrigins = () => [
  'null',
  '',
  'http://evil.example',
  `http://${host}.evil.example`,
  `http://evil-${host}`,
  `http://evil.example/${host}`,
  `http://evil.example#${host}`,
  `http://evil.example?${host}`,
  `http://user@${host}`,
  `http://user:pass@${host}`,
  `http://${host}@evil.example`,
  `http://${host}:80@evil.example`,
  `http://${host}/`,
  `http://${host}\\.evil.example`,
  `http://${host}%00.evil.example`,
  `http://${host}, http://evil.example`,
  `http://${host} http://evil.example`,
  `HTTP://${host}`,
  `ftp://${host}`,
  `file://${host}`,
  `chrome-extension://${host}`,
  `//${host}`,
  host,
  'http://127.0.0.1',
  'http://localhost',
  `http://localhost:${host.split(':')[1]}`,
  'http://127.0.0.1:1',
  'http://[::1]:80',
  'http://2130706433',
  'http://127.1',
  '*',
];

describe('a change with the cookie', () => {
  it('from a script, which says nothing of where it comes from, is made', async () => {
    const { cookie = '' } = admin.cookie;
    expect((await create({ cookie })).status).toBe(201);
    for (const origin of foreignOrigins())
      expect((await create({ cookie, origin })).code, origin).toBe('origin.refused');
    expect((await create({ cookie, 'sec-fetch-site': 'cross-site' })).code).toBe('origin.refused');
    const form = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await create(form)).code).toBe('request.invalid');
    expect((await create({ cookie, 'content-type': 'text/plain' })).code).toBe('request.invalid');
  });

  it('with a token needs the one that goes with the session', async () => {
    const { cookie = '' } = admin.cookie;
    const other = await somebody(bff, { role: 'admin' });
    expect((await create({ cookie, 'x-csrf-token': '' })).code).toBe('session.csrf');
    expect((await create({ cookie, 'x-csrf-token': `${admin.cookie['x-csrf-token']}x` })).code).toBe(
      'session.csrf',
    );
    expect((await create({ ...other.cookie, cookie })).code).toBe('session.csrf');
    expect((await create(admin.cookie)).status).toBe(201);
  });

  it('is refused from every origin that is not exactly ours', async () => {
    for (const origin of foreignOrigins())
      expect((await create({ ...admin.cookie, origin })).code, origin).toBe('origin.refused');
    expect((await create({ ...admin.cookie, origin: `http://${host}` })).status).toBe(201);
  });

  it.each(['cross-site', 'same-site', 'unknown'])('is refused when the browser says %s', async site => {
    expect((await create({ ...admin.cookie, 'sec-fetch-site': site })).code).toBe('origin.refused');
  });

  it('needs neither with a bearer token, which no browser sends on its own', async () => {
    expect((await create(await tokenHeaders(bff, admin.id))).status).toBe(201);
  });

  it('is decided by the Authorization header when both are sent', async () => {
    const answer = await create({ ...admin.cookie, authorization: 'Bearer ory_wrong' });
    expect(answer.code).toBe('session.required');
  });
});

describe('the login', () => {
  it('is refused from other origins, so that nobody is logged in as somebody else', async () => {
    const { username, password } = admin;
    const login = (headers: Record<string, string>) =>
      call(bff, '/api/v1/session', { method: 'POST', headers, body: { username, password } });
    for (const origin of foreignOrigins())
      expect((await login({ origin })).code, origin).toBe('origin.refused');
    expect((await login({ 'sec-fetch-site': 'cross-site' })).code).toBe('origin.refused');
    expect((await login({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('takes JSON only: a form of another site cannot send that', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await call(bff, '/api/v1/session', {
      method: 'POST',
      headers,
      body: 'username=a&password=b',
    });
    expect(answer.code).toBe('request.invalid');
  });
});

describe('the name that we are called by', () => {
  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '10.0.0.1', 'a@127.0.0.1'])(
    'may not be %j on loopback (DNS rebinding)',
    async name => {
      for (const path of ['/', '/api/v1/session', '/healthz', '/metrics'])
        expect((await call(bff, path, { headers: { host: name } })).code, path).toBe('origin.refused');
    },
  );

  it.each(['localhost', 'localhost:8780', '127.0.0.1', '127.8.9.1:1', '[::1]:8780', 'orrery.localhost'])(
    'may be %s',
    async name => {
      expect((await call(bff, '/healthz', { headers: { host: name } })).status).toBe(200);
    },
  );

  it('is never answered to with CORS headers', async () => {
    const answer = await call(bff, '/api/v1/session', { headers: { origin: 'http://evil.example' } });
    expect(Object.keys(answer.headers).filter(name => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('behind a proxy with TLS', () => {
  let public_: TestBff;
  beforeAll(async () => {
    const origin = { publicOrigin: 'https://orrery.example', loopbackOnly: true };
    public_ = await startTestBff({ origin, trustedProxies: ['loopback'] });
  });
  afterAll(() => public_.close());

  it('takes the public origin and no other, whatever Host says', async () => {
    const user = await somebody(public_, { role: 'admin' });
    const change = (origin: string) =>
      call(public_, '/api/v1/projects', {
        method: 'POST',
        headers: { ...user.cookie, origin, host: 'orrery.example' },
        body: { name: `q${++made}` },
      });
    expect((await change('https://orrery.example')).status).toBe(201);
    expect((await change('http://orrery.example')).code).toBe('origin.refused');
    expect((await change('https://orrery.example:444')).code).toBe('origin.refused');
    expect((await change(public_.url)).code).toBe('origin.refused');
  });

  it('marks the cookie Secure and promises TLS', async () => {
    const { username, password } = await somebody(public_);
    const answer = await call(public_, '/api/v1/session', { method: 'POST', body: { username, password } });
    expect(String(answer.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});
