import { axeFindings } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { runningInstance } from '../support/running-instance.ts';
import { signedInPage } from '../support/signed-in-page.ts';
import { Transcript } from '../support/transcript.ts';

/** By name: what other tests launch is called otherwise. */
const q = 'backend:still e2e-';
const still = `/topology?q=${encodeURIComponent(q)}`;

test('networks with what hangs on them: by pointer, by keys, live, and as a table', async ({
  page,
  admin,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const id = await runningInstance(admin, 'e2e-topology');
  const instances = await admin.list('instances', q);
  await page.goto(still);
  const picture = page.getByRole('group', { name: 'Networks with the instances on them' });
  const chips = picture.locator('[data-chip]');
  await expect(chips).toHaveCount(instances.length);
  expect(await axeFindings(page, 'everything')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
  expect(await axeFindings(page, 'colours')).toEqual([]);

  const chip = picture.getByRole('link', { name: /^e2e-topology, / });
  await expect(chip).toHaveAccessibleName('e2e-topology, Running');
  const before = await chip.boundingBox();
  await admin.act('instances', id, 'pause');
  await expect(chip).toHaveAccessibleName('e2e-topology, Paused');
  expect(await chip.boundingBox(), 'a change of state moves nothing').toEqual(before);

  await chips.first().focus();
  await page.keyboard.press('End');
  await expect(chips.last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(chips.first()).toBeFocused();
  const name = (await chips.first().innerText()).trim();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

  await page.goBack();
  await page.getByRole('radio', { name: 'Table' }).click();
  const rows = page.getByRole('group', { name: 'Instances and their networks' }).getByRole('row');
  await expect(rows).toHaveCount(instances.length + 1);
  await expect(page).toHaveURL(/tab=table/);
  expect(await axeFindings(page, 'everything')).toEqual([]);
});

test('on a phone it has one column beside the lines, and the page does not scroll sideways', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(still);
  await expect(page.locator('[data-chip]').first()).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('tenants see their instances on their networks, and no host', async ({ browser, admin }) => {
  const { project, tenant } = await admin.tenant(`topology-${Date.now().toString(36)}`);
  const id = (await admin.named('instances', 'e2e-owned'))?.id ?? '';
  const assigned = await admin.ended((await admin.act('instances', id, 'assign', { project })).id);
  expect(assigned.status, JSON.stringify(assigned.error)).toBe('succeeded');
  const hosts = (await admin.list('hosts')).map(host => host.name);
  const { page, context } = await signedInPage(browser, tenant);
  const transcript = new Transcript(page);
  await page.goto('/topology');
  await expect(page.locator('[data-chip]')).toHaveCount(1);
  await expect(page.getByRole('switch', { name: 'By host' })).toHaveCount(0);
  await page.goto('/topology?tab=table&group=host');
  await expect(page.getByRole('columnheader', { name: 'Host' })).toHaveCount(0);
  expect(await transcript.mentions(hosts)).toEqual([]);
  await context.close();
});
