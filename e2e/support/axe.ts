import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe has against the page, one line a finding. Colours alone are quick to look at a second time. */
export async function axeFindings(page: Page, look: 'everything' | 'colours'): Promise<string[]> {
  const runOnly =
    look === 'everything'
      ? ({ type: 'tag', values: tags } as const)
      : ({ type: 'rule', values: ['color-contrast'] } as const);
  const axe = new AxeBuilder({ page })
    // Only violations are read, and the results of frames need no putting together: there are none. Both save seconds.
    .options({ runOnly: { type: runOnly.type, values: [...runOnly.values] }, resultTypes: ['violations'] })
    .setLegacyMode(true);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`,
  );
}
