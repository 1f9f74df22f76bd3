import { axeFindings } from '../support/axe.ts';
import { expect, test } from '../support/demo.ts';
import { detailPaths, open, railPaths } from '../support/pages.ts';

// In parts, so that workers share them.
const parts = 4;

for (let part = 0; part < parts; part++) {
  test(`every page in light and dark, part ${part + 1}: nothing for axe, the console or the CSP to say`, async ({
    page,
    admin,
  }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const all = [...(await railPaths(page)), '/account', ...(await detailPaths(admin))];
    expect(all.length).toBeGreaterThan(25);
    const found: string[] = [];
    for (const path of all.filter((_, index) => index % parts === part)) {
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, path);
      for (const finding of await axeFindings(page, 'everything')) found.push(`${path}: ${finding}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect(page.locator('html')).toHaveAttribute('data-scheme', 'dark');
      for (const finding of await axeFindings(page, 'colours')) found.push(`${path} in dark: ${finding}`);
    }
    expect(found).toEqual([]);
  });
}
