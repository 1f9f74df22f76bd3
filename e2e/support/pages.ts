import { expect, type Page } from '@playwright/test';
import type { ApiSession } from './api-session.ts';

/** Collections whose rows have a page of their own. */
const withPages = [
  'backends',
  'clusters',
  'hosts',
  'images',
  'instances',
  'networks',
  'operations',
  'projects',
  'snapshots',
  'storage-pools',
  'users',
  'volumes',
] as const;
const instanceTabs = ['devices', 'snapshots', 'activity', 'raw'];

/** Everything that the rail leads to. */
export async function railPaths(page: Page): Promise<string[]> {
  await page.goto('/');
  const links = page.getByRole('navigation', { name: /Main|主导航/ }).getByRole('link');
  await expect(links.first()).toBeVisible();
  return links.evaluateAll(all => all.map(link => link.getAttribute('href') ?? '')).then(unique);
}

/** One page of each kind of resource, and every tab of an instance. */
export async function detailPaths(api: ApiSession): Promise<string[]> {
  const first = await Promise.all(
    withPages.map(async collection => ({ collection, row: (await api.list(collection))[0] })),
  );
  return first.flatMap(({ collection, row }) => {
    if (!row) return [];
    const path = `/${collection}/${encodeURIComponent(row.id)}`;
    return collection === 'instances' ? [path, ...instanceTabs.map(tab => `${path}?tab=${tab}`)] : [path];
  });
}

/** Opens it and waits until it shows what it has: its title, and rows where there is a list. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('[data-page-title]').first()).toBeVisible();
  const list = page.getByRole('grid');
  if ((await list.count()) > 0) await expect(page.locator('[data-ready]').first()).toBeAttached();
}

const unique = (paths: string[]) => [...new Set(paths)].filter(path => path !== '');
