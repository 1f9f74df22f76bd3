import { expect, test } from '@playwright/test';
import { axeFindings } from '../support/axe.ts';
import { complaintsOf } from '../support/complaints.ts';
import { beginMove, cardOf, movesDemo, openMoveDialog } from '../support/moves-demo.ts';

const slowest = 60_000;

test('a move begun in the dialog: the recommended host, Enter, its passes, and predicted beside real', async ({
  browser,
}) => {
  test.setTimeout(150_000);
  const demo = await movesDemo(browser, ['e2e-slow-migrate']);
  const { page, bff } = demo;
  try {
    const complaints = complaintsOf(page);
    const dialog = await openMoveDialog(page, await demo.pathOf('e2e-slow-migrate'));
    await expect(dialog.getByRole('radio', { checked: true }).first()).toBeFocused();
    await expect(dialog.getByRole('button', { name: /^Move to / })).toBeVisible();
    await dialog.getByText('The same as an API call').click();
    await expect(dialog.getByText('/actions/migrate')).toBeVisible();
    expect(await axeFindings(page, 'everything')).toEqual([]);
    await dialog.getByRole('radio', { checked: true }).first().press('Enter');
    await expect(dialog).toBeHidden();
    // On the instance's own page, while it lasts.
    await expect(page.getByRole('region', { name: 'Moves here' })).toBeVisible({ timeout: slowest });
    await page.goto('/migrations');
    const card = cardOf(page, 'e2e-slow-migrate');
    await expect(card.locator('[data-verdict^=converging], [data-verdict^=slow]')).toBeVisible({
      timeout: slowest,
    });
    await expect(card.getByRole('img', { name: /Left after each pass/ })).toBeVisible();
    await expect(page.getByRole('group', { name: 'Ended last' }).getByText('Done')).toBeVisible({
      timeout: slowest,
    });
    await page.getByRole('link', { name: 'e2e-slow-migrate' }).first().click();
    await expect(page.getByText(/^Moved in .+; the guest stood still for .+\.$/)).toBeVisible();
    await expect(page.getByRole('group', { name: 'Predicted and real' })).toBeVisible();
    await expect(page.getByText('Is the guest well?').first()).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await bff.stop();
  }
});

test('one that will not finish says so, and does when the advice is followed; another is called off', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const demo = await movesDemo(browser, ['e2e-busy-migrate', 'e2e-off-busy-migrate']);
  const { page, bff } = demo;
  try {
    await page.goto('/migrations');
    await expect(page.getByText('Nothing is moving')).toBeVisible();
    await beginMove(demo, 'e2e-busy-migrate', { postCopy: true });
    await beginMove(demo, 'e2e-off-busy-migrate');
    const card = cardOf(page, 'e2e-busy-migrate');
    await expect(card.locator('[data-verdict^=will-not-finish]')).toBeVisible({ timeout: slowest });
    expect(await axeFindings(page, 'everything')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
    expect(await axeFindings(page, 'colours')).toEqual([]);

    const other = cardOf(page, 'e2e-off-busy-migrate');
    await other.getByRole('button', { name: 'Call it off' }).click();
    const ended = page.getByRole('group', { name: 'Ended last' });
    await expect(ended.getByRole('row', { name: /e2e-off-busy-migrate/ })).toContainText('Cancelled', {
      timeout: slowest,
    });

    await card.getByRole('button', { name: /^Switch to post-copy/ }).click();
    const confirm = page.getByRole('dialog');
    await expect(confirm).toContainText('Point of no return');
    await confirm.getByRole('button', { name: 'Cancel' }).click();
    await card.getByRole('button', { name: /^Allow a pause of / }).click();
    await expect(
      ended.getByRole('row', { name: /e2e-busy-migrate/ }).filter({ hasText: 'Done' }),
    ).toBeVisible({
      timeout: slowest,
    });
  } finally {
    await bff.stop();
  }
});
