import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo.ts';
import { detailPaths, open, railPaths } from '../support/pages.ts';
import { Transcript } from '../support/transcript.ts';

/** Names, units and abbreviations that are the same in Chinese. */
const sameEverywhere = new Set(
  'Orrery English CPU vCPU vCPUs ID IP MAC MTU NUMA DHCP CIDR VLAN XML JSON URL URI API UUID Ctrl Enter Esc KiB MiB GiB TiB PiB ms min libvirt KVM Docker OpenStack vSphere NIC SSD SSH SHA- MHz GHz NAT ARP EUR'.split(
    ' ',
  ),
);

test('in Chinese every page is Chinese: no key names, no English words of ours', async ({ page, admin }) => {
  test.setTimeout(120_000);
  const transcript = new Transcript(page);
  const paths = [...(await railPaths(page)), '/account', ...(await detailPaths(admin))];
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible();
  const found: string[] = [];
  for (const path of paths) {
    await open(page, path);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    const texts = await wordsOn(page);
    const received = await transcript.text();
    for (const text of texts) {
      // What the server sent (names, addresses, reasons) is data; the rest is ours.
      if (received.includes(JSON.stringify(text).slice(1, -1))) continue;
      const foreign = [...text.matchAll(/[A-Za-z][A-Za-z-]+/g)]
        .map(match => match[0])
        .filter(word => !sameEverywhere.has(word) && !received.includes(word));
      if (foreign.length > 0) found.push(`${path}: ${text}`);
    }
  }
  expect([...new Set(found)]).toEqual([]);
});

/** Everything that is said on the page: texts, and what only screen readers are told. */
async function wordsOn(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const said = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement?.closest('script, style, noscript, code, pre, [hidden]') === null)
        said.add(textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
      // The placeholder of a query is an example in the query language, which is the same everywhere.
      const names = ['aria-label', 'title', ...(element.matches('[data-query]') ? [] : ['placeholder'])];
      for (const name of names) said.add(element.getAttribute(name) ?? '');
    }
    said.add(document.title);
    return [...said].map(text => text.trim()).filter(text => /[A-Za-z]{2}/.test(text));
  });
}
