import type { Page } from '@playwright/test';

/** Chooses what stands behind ⋯ in the header of a page about one resource. The name of what is refused has its reason in it. */
export async function chooseFromHeader(page: Page, name: string): Promise<void> {
  const header = page.getByRole('main').locator('header').first();
  await header.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
}
