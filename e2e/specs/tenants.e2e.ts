import { expect, test } from '../support/demo.ts';
import { runningInstance } from '../support/running-instance.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { Transcript } from '../support/transcript.ts';
import { until } from '../support/until.ts';
import { rowOf } from '../support/watch-row.ts';

test('two tenants in two browsers: neither sees a trace of the other, or of a host', async ({
  browser,
  admin,
}) => {
  test.setTimeout(120_000);
  const run = Date.now().toString(36);
  const red = await admin.tenant(`red-${run}`);
  const blue = await admin.tenant(`blue-${run}`);
  const hosts = (await admin.list('hosts')).map(host => host.name);
  const owned: Record<string, string> = {};
  for (const [name, { project }] of [
    ['e2e-red', red],
    ['e2e-blue', blue],
  ] as const) {
    const id = await runningInstance(admin, name);
    const ended = await admin.ended((await admin.act('instances', id, 'assign', { project })).id);
    expect(ended.status, JSON.stringify(ended.error)).toBe('succeeded');
    owned[name] = id;
  }
  for (const [mine, theirs, own, other] of [
    [red, blue, 'e2e-red', 'e2e-blue'],
    [blue, red, 'e2e-blue', 'e2e-red'],
  ] as const) {
    const { page, context } = await signedInPage(browser, mine.tenant);
    const transcript = new Transcript(page);
    await page.goto('/instances');
    await expect(rowOf(page, own)).toBeVisible();
    await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '2');
    // A change of the other's instance, while this page is open.
    await admin.act('instances', owned[other] ?? '', 'pause');
    await until('it is paused', async () => (await admin.named('instances', other))?.status === 'paused');
    await admin.act('instances', owned[other] ?? '', 'resume');
    await until('it runs', async () => (await admin.named('instances', other))?.status === 'running');
    const foreign = `/instances/${encodeURIComponent(owned[other] ?? '')}`;
    expect((await mine.tenant.request('GET', foreign)).status).toBe(404);
    const ownPage = `/instances/${encodeURIComponent(owned[own] ?? '')}`;
    const paths = [
      '/',
      ownPage,
      '/operations',
      '/events',
      '/networks',
      '/volumes',
      '/images',
      '/projects',
      '/hosts',
      '/users',
    ];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole('main')).toBeVisible();
    }
    const secrets = [other, theirs.project, theirs.tenant.session.user.id, ...hosts];
    expect(await transcript.mentions(secrets)).toEqual([]);
    await page.goto(foreign);
    await expect(page.getByRole('heading', { name: 'Nothing at this address' })).toBeVisible();
    await context.close();
  }
});
