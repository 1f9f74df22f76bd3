import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database/testing/test-database.ts';
import { call } from './http/testing/caller.ts';

let database: TestDatabase;
let directory = '';

beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'orrery-main-'));
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

interface Run {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  exit: Promise<number | null>;
}

/** The BFF as a process, with an environment of its own. */
function run(variables: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    cwd: directory,
    env: { PATH: process.env['PATH'], PORT: '0', ORRERY_DATA_DIR: join(directory, 'data'), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => (text.stdout += String(chunk)));
  child.stderr.on('data', chunk => (text.stderr += String(chunk)));
  const exit = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  return { child, stdout: () => text.stdout, stderr: () => text.stderr, exit };
}

/** The address it says it is ready at. */
async function ready({ child, stdout, stderr, exit }: Run): Promise<string> {
  const found = () => /^Orrery is ready at (\S+)$/m.exec(stdout())?.[1];
  const ended = exit.then(code => Promise.reject(new Error(`It ended with ${code}: ${stderr()}`)));
  while (found() === undefined) await Promise.race([ended, once(child.stdout ?? child, 'data')]);
  ended.catch(() => undefined);
  return found() ?? '';
}

const login = (url: string, password: string) =>
  call({ url }, '/api/v1/session', { method: 'POST', body: { username: 'admin', password } });

describe('the process', { timeout: 120_000 }, () => {
  it('tells the first password once, serves, ends in order, and comes back with what it knew', async () => {
    const variables = { DATABASE_URL: database.url, ORRERY_DEMO: '0' };
    const first = run(variables);
    const url = await ready(first);
    const [, password = ''] = /log in as admin with the password (\S+) /.exec(first.stdout()) ?? [];
    expect((await login(url, password)).status).toBe(200);
    expect((await call({ url }, '/readyz')).json).toEqual({ status: 'ready' });
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(first.stderr()).not.toContain(password);

    const second = run({ ...variables, ORRERY_ADMIN_PASSWORD: 'only for the first start' });
    const again = await ready(second);
    expect(second.stdout()).not.toContain('password');
    expect((await login(again, password)).status).toBe(200);
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const failed = run({ PORT: String(port), DATABASE_URL: database.url });
    expect(await failed.exit).toBe(2);
    expect(failed.stderr()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    other.close();
  });

  it('starts with a whole configuration or not at all', async () => {
    await writeFile(join(directory, 'wrong.yaml'), 'backends:\n  - { id: lab, kind: libvirt, hosts: [] }\n');
    const failed = run({ DATABASE_URL: database.url, ORRERY_CONFIG: 'wrong.yaml' });
    expect(await failed.exit).toBe(2);
    expect(failed.stderr()).toBe('wrong.yaml:2:38: backends[0].hosts: Must not be empty\n');
    expect(failed.stdout()).toBe('');
  });

  it('says what is wrong with the environment, and what with the database', async () => {
    const environment = run({ PORT: 'http' });
    expect(await environment.exit).toBe(2);
    expect(environment.stderr()).toContain('PORT: Use a number');
    const wrong = run({ DATABASE_URL: database.url.replace(/test_\w+/, 'no_such_database') });
    expect(await wrong.exit).toBe(1);
    expect(wrong.stderr()).toContain('Check DATABASE_URL');
  });
});
