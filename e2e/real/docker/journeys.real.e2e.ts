import { expect, test } from '@playwright/test';
import { ApiSession } from '../../support/api-session.ts';
import { BffProcess } from '../../support/bff-process.ts';
import { dockerLab, dockerLabConfig } from '../../support/docker-lab.ts';
import { chooseFromHeader } from '../../support/header-menu.ts';
import { signedInPage } from '../../support/signed-in-page.ts';
import { Transcript } from '../../support/transcript.ts';
import { until } from '../../support/until.ts';
import { paintedAt, rowOf } from '../../support/watch-row.ts';

test.describe.configure({ mode: 'serial' });

let bff: BffProcess;
let admin: ApiSession;
const image = 'lab/busybox:1';
const names = ['e2e-red', 'e2e-blue', 'e2e-kept'];

/** Until they are gone: an engine may be removing one already, and refuse then. */
async function sweep(): Promise<void> {
  const filters = names.flatMap(name => ['--filter', `name=^${name}$`]);
  for (const engine of ['a', 'b'] as const)
    await until(`engine ${engine} has none of them`, async () => {
      const left = await dockerLab.docker(engine, 'ps', '--all', '--quiet', ...filters);
      if (left !== '') await dockerLab.docker(engine, 'rm', '--force', ...left.split('\n'));
      return left === '';
    });
}

const state = (engine: 'a' | 'b', name: string) =>
  dockerLab.docker(engine, 'inspect', '--format', '{{.State.Status}}', name);

test.beforeAll(async () => {
  await sweep();
  await dockerLab.docker('a', 'create', '--name', 'e2e-kept', image, 'sleep', '100000');
  bff = await BffProcess.start({ config: await dockerLabConfig() });
  admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  await until('e2e-kept is listed', () => admin.named('instances', 'e2e-kept'));
});

test.afterAll(async () => {
  await bff?.stop();
  await sweep();
});

test('a container started with docker appears running on the open page, and one stopped there stops', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/instances');
  await expect(rowOf(page, 'e2e-kept')).toContainText('Stopped');
  const shown = paintedAt(page, 'e2e-kept', 'Running');
  await dockerLab.docker('a', 'start', 'e2e-kept');
  await shown;
  await rowOf(page, 'e2e-kept').getByRole('link', { name: 'e2e-kept' }).click();
  await chooseFromHeader(page, 'Force off');
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Force off' })
    .click();
  await until('docker says exited', async () => (await state('a', 'e2e-kept')) === 'exited');
  await expect(page.getByText('Stopped').first()).toBeVisible();
  await context.close();
});

test('an engine whose daemon hangs turns stale, the other goes on, and it comes back', async ({
  browser,
}) => {
  const { page, context } = await signedInPage(browser, admin);
  await page.goto('/hosts');
  await expect(rowOf(page, 'dlab-b')).toContainText('Up');
  const painted = paintedAt(page, 'dlab-b', 'Unreachable');
  await dockerLab.freeze('b');
  try {
    await painted;
    await dockerLab.docker('a', 'start', 'e2e-kept');
    await until(
      'engine a is live',
      async () => (await admin.named('instances', 'e2e-kept'))?.status === 'running',
    );
  } finally {
    await dockerLab.thaw('b');
  }
  await expect(rowOf(page, 'dlab-b')).toContainText('Up');
  await context.close();
});

test('two tenants launch containers, and neither sees a trace of the other, or of a host', async ({
  browser,
}) => {
  const [red, blue] = [await admin.tenant('red-team'), await admin.tenant('blue-team')];
  const launch = async ({ tenant, project }: typeof red, name: string): Promise<void> => {
    const reply = await tenant.json('POST', '/instances', {
      name,
      project,
      source: { from: 'reference', reference: image },
      size: { vcpus: 1, memoryMiB: 64 },
      container: { command: ['sleep', '100000'] },
    });
    // The contract's launch reply; parsed where it is ended.
    const { id } = (reply as { operation: { id: string } }).operation;
    const ended = await tenant.ended(id);
    expect(ended.status, JSON.stringify(ended.error)).toBe('succeeded');
  };
  await launch(red, 'e2e-red');
  await launch(blue, 'e2e-blue');
  for (const [mine, theirs, own, other] of [
    [red, blue, 'e2e-red', 'e2e-blue'],
    [blue, red, 'e2e-blue', 'e2e-red'],
  ] as const) {
    await until(`${own} is listed`, () => mine.tenant.named('instances', own));
    const { page, context } = await signedInPage(browser, mine.tenant);
    const transcript = new Transcript(page);
    await page.goto('/instances');
    await expect(rowOf(page, own)).toContainText('Running');
    await expect(rowOf(page, other)).toHaveCount(0);
    for (const path of ['/operations', '/networks', '/volumes', '/images', '/instances'])
      await page.goto(path);
    expect((await mine.tenant.list('instances')).map(i => i.name)).toEqual([own]);
    expect(await transcript.mentions([other, theirs.project, 'dlab-a', 'dlab-b'])).toEqual([]);
    await context.close();
  }
});

test('what is known of owners survives the loss of the database', async () => {
  const owners = async (session: ApiSession) =>
    Object.fromEntries((await session.list('instances')).map(i => [i.name, i['project']]));
  const before = await owners(admin);
  expect(before['e2e-red']).not.toBe(before['e2e-blue']);
  const fresh = await BffProcess.start({ config: await dockerLabConfig() });
  try {
    const other = await ApiSession.login(fresh.url, 'admin', fresh.adminPassword);
    // They may be on two engines, which are read one beside the other.
    for (const name of ['e2e-red', 'e2e-blue'])
      await until(`${name} is listed`, () => other.named('instances', name));
    expect(await owners(other)).toMatchObject({
      'e2e-red': before['e2e-red'],
      'e2e-blue': before['e2e-blue'],
    });
  } finally {
    await fresh.stop();
  }
});
