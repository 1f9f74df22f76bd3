import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/demo.ts';
import { detailPaths, open, railPaths } from '../support/pages.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const part of ['rail', 'details'] as const) {
    test(`every page of the ${part} in ${colorScheme}: nothing for axe, the console or the CSP to say`, async ({
      page,
      admin,
    }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const paths = part === 'rail' ? [...(await railPaths(page)), '/account'] : await detailPaths(admin);
      expect(paths.length).toBeGreaterThan(8);
      const found: string[] = [];
      for (const path of paths) {
        await open(page, path);
        const axe = new AxeBuilder({ page });
        // Structure is the same in both; only the colours have to be looked at twice.
        const { violations } = await (colorScheme === 'light'
          ? axe.withTags(wcag)
          : axe.withRules(['color-contrast'])
        ).analyze();
        for (const { id, nodes } of violations)
          found.push(`${path}: ${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`);
      }
      expect(found).toEqual([]);
    });
  }
}
