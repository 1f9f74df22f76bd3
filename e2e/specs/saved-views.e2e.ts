import type { Page } from '@playwright/test';
import { axeFindings } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { signedInPage } from '../support/signed-in-page.ts';

const query = (page: Page) => page.getByRole('combobox', { name: 'Query' });
const tabs = (page: Page) => page.getByRole('toolbar', { name: 'Saved views' });
const tab = (page: Page, name: string | RegExp) => tabs(page).getByRole('button', { name, exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

test('a list is saved, reopened, changed, renamed, shared with a project and deleted', async ({
  browser,
  admin,
}) => {
  test.setTimeout(300_000);
  const run = Date.now().toString(36);
  const { project, tenant: manager } = await admin.tenant(`views-${run}`);
  const members = `/projects/${project}/members`;
  await admin.json('PUT', `${members}/${manager.session.user.id}`, { role: 'manager' });
  const { tenant: member } = await admin.tenant(`views-member-${run}`);
  await admin.json('PUT', `${members}/${member.session.user.id}`, { role: 'member' });
  const { tenant: stranger } = await admin.tenant(`views-stranger-${run}`);
  const { page } = await signedInPage(browser, manager);

  await test.step('nothing was asked: nothing is there to save', async () => {
    await page.goto('/images');
    await expect(save(page)).toHaveAttribute('aria-disabled', 'true');
  });

  await test.step('query, sort and columns are saved under a name', async () => {
    await query(page).fill('e2e');
    await page.getByRole('columnheader', { name: /^Name/ }).getByRole('button').click();
    await expect(page).toHaveURL(/q=e2e.*sort=-name/);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Architecture' }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/cols=/);
    await save(page).click();
    const dialog = page.getByRole('dialog');
    expect(await axeFindings(page, 'everything')).toEqual([]);
    await dialog.getByLabel('Name').fill('Ours');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(tab(page, 'Ours')).toHaveAttribute('aria-pressed', 'true');
    await expect(page).toHaveURL(/view=/);
  });

  await test.step('it is there after a reload, and opens as it was saved', async () => {
    await page.reload();
    await expect(tab(page, 'Ours')).toHaveAttribute('aria-pressed', 'true');
    await tab(page, 'All').click();
    await expect(query(page)).toHaveValue('');
    await expect(page).not.toHaveURL(/sort=|cols=|view=/);
    await tab(page, 'Ours').click();
    await expect(query(page)).toHaveValue('e2e');
    await expect(page).toHaveURL(/sort=-name/);
    await expect(page.getByRole('columnheader', { name: /^Name/ })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
  });

  await test.step('what differs is marked, and goes into the view when asked', async () => {
    await query(page).fill('e2e status:available');
    await expect(tab(page, /^Ours.*changed/)).toBeVisible();
    await save(page).click();
    await page.getByRole('menuitem', { name: 'Back to what was saved' }).click();
    await expect(query(page)).toHaveValue('e2e');
    await query(page).fill('status:available');
    await expect(tab(page, /^Ours.*changed/)).toBeVisible();
    await save(page).click();
    await page.getByRole('menuitem', { name: 'Save changes to Ours' }).click();
    await expect(tab(page, /changed/)).toHaveCount(0);
    await page.reload();
    await expect(query(page)).toHaveValue('status:available');
    await expect(tab(page, 'Ours')).toHaveAttribute('aria-pressed', 'true');
    await expect(tab(page, /changed/)).toHaveCount(0);
  });

  await test.step('a name of one’s own twice is refused where it is given', async () => {
    await query(page).fill('status:available e2e');
    await expect(tab(page, /changed/)).toBeVisible();
    await save(page).click();
    await page.getByRole('menuitem', { name: 'Save as new…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Ours');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toContainText('You have a view Ours of this list already');
    await dialog.getByLabel('Name').fill('Mine');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(tab(page, 'Mine')).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('views are put in order, by keyboard', async () => {
    await tab(page, 'Mine').focus();
    await page.keyboard.press('ArrowRight');
    await expect(tab(page, 'What to do with Mine')).toBeFocused();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Move left' }).focus();
    await page.keyboard.press('Enter');
    await expect(tabs(page)).toContainText(/Mine.*Ours/);
    await page.reload();
    await expect(tabs(page)).toContainText(/Mine.*Ours/);
  });

  await test.step('it gets another name, and readers', async () => {
    await tab(page, 'Ours').click();
    await tab(page, 'What to do with Ours').click();
    await page.getByRole('menuitem', { name: 'Rename or share…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Team images');
    await expect(dialog.getByRole('option', { name: 'Everybody' })).toHaveCount(0);
    await dialog.getByLabel('Who sees it').selectOption(project);
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect(tab(page, /^Team images/)).toContainText(`Shared with views-${run}`);
    expect(await axeFindings(page, 'everything')).toEqual([]);
  });

  const theirs = (await signedInPage(browser, member)).page;
  await test.step('a member finds it in the palette, and reads whose it is', async () => {
    await theirs.goto('/');
    await expect(theirs.getByRole('main')).toBeVisible();
    // The palette is loaded after the page: its keys may not be listened to yet.
    const palette = theirs.getByRole('dialog').getByRole('combobox');
    await expect(async () => {
      if (!(await palette.isVisible())) await theirs.keyboard.press('Control+k');
      await expect(palette).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await palette.fill('team im');
    await theirs.getByRole('option', { name: /^Team images/ }).click();
    await expect(query(theirs)).toHaveValue('status:available');
    await expect(tab(theirs, /^Team images/)).toContainText(`by ${manager.session.user.username}`);
    await expect(tab(theirs, /^Mine/)).toHaveCount(0);
    await tab(theirs, 'What to do with Team images').click();
    await expect(theirs.getByRole('menuitem')).toHaveText(['Save as new…']);
  });

  await test.step('nobody else is told of it', async () => {
    for (const other of [stranger, admin]) {
      const text = await (await other.request('GET', '/views')).text();
      expect(text).not.toContain('Team images');
    }
  });

  await test.step('deleted, it is gone for all, and its address shows the list as it was', async () => {
    const address = new URL(page.url());
    await tab(page, 'What to do with Team images').click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click();
    await expect(tab(page, /^Team images/)).toHaveCount(0);
    await expect(page).not.toHaveURL(/view=/);
    await theirs.goto(`${address.pathname}${address.search}`);
    await expect(query(theirs)).toHaveValue('status:available');
    await expect(tab(theirs, /^Team images/)).toHaveCount(0);
  });
});
