import type { Page } from '@playwright/test';
import { expect, test } from '../support/demo.ts';
import { detailPaths, open, railPaths } from '../support/pages.ts';
import { Transcript } from '../support/transcript.ts';

/** Names, units and abbreviations that are the same in Chinese. */
const sameEverywhere = new Set(
  'Orrery English CPU vCPU vCPUs ID IP MAC MTU NUMA DHCP CIDR VLAN XML JSON URL URI API UUID Ctrl Enter Esc KiB MiB GiB TiB PiB ms min libvirt KVM Docker OpenStack vSphere NIC SSD SSH SHA- MHz GHz NAT ARP EUR Web OVA'.split(
    ' ',
  ),
);

/** Names that are sentences by their look: of the demo, and of processors. */
const names = /^(Demo data centre|(Intel|AMD) .*)$/;

/** Begins as a sentence of ours does, and goes on: names that people give are shorter, or begin small. */
const isSentence = (text: string): boolean =>
  /[A-Z][A-Za-z'’-]*(?:[ ,:;]+[A-Za-z][A-Za-z'’-]*){2,}/.test(text) && !names.test(text);

test('in Chinese every page is Chinese: no key names, no English words of ours, no English sentences of the server', async ({
  page,
  admin,
}) => {
  test.setTimeout(420_000);
  const transcript = new Transcript(page);
  const details = await detailPaths(admin);
  const backend = details.find(path => path.startsWith('/backends/')) ?? '/backends';
  const paths = [
    ...(await railPaths(page)),
    '/account',
    '/launch',
    ...details,
    `${backend}?tab=capabilities`,
  ];
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
      // What the server sent (names, addresses) is data, unless it is a sentence; the rest is ours.
      if (received.includes(JSON.stringify(text).slice(1, -1))) {
        if (isSentence(text)) found.push(`${path}: of the server: ${text}`);
        continue;
      }
      // Examples of scripts and a name that is proposed are no words.
      if (path === '/launch') continue;
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
