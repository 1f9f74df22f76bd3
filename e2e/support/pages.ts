import { expect, type Page } from '@playwright/test';
import type { ApiSession } from './api-session.ts';
import { until } from './until.ts';

/** Collections whose rows have a page of their own. */
const withPages = [
  'backends',
  'clusters',
  'hosts',
  'images',
  'instances',
  'migrations',
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

/** A move and a plan, so that their pages have something to show. Nobody else's: on the demo, where things move anyway. */
async function moveAndPlan(api: ApiSession): Promise<string> {
  await until('a move is listed', async () => {
    if ((await api.list('migrations')).length > 0) return true;
    const [instance] = await api.list('instances', 'backend:demo kind:vm status:running');
    // Refused where the demo does something with it just then: then another time.
    await api.ended((await api.act('instances', instance?.id ?? '', 'migrate')).id);
    return false;
  });
  const [host] = await api.list('hosts', 'backend:still');
  // The answer is validated by the BFF's own tests; here only its id is read.
  const plan = (await api.json('POST', '/plans', { kind: 'drain', host: host?.id })) as { id: string };
  return `/plans/${encodeURIComponent(plan.id)}`;
}

/** Not of a back end that another test adds, and takes away while its pages are looked at. */
function isLasting({ id, kind, backend }: Record<string, unknown>): boolean {
  const of = kind === 'backend' ? id : backend;
  return of === null || of === undefined || of === 'demo' || of === 'still';
}

/** One page of each kind of resource, a plan, and every tab of an instance. */
export async function detailPaths(api: ApiSession): Promise<string[]> {
  const plan = await moveAndPlan(api);
  const first = await Promise.all(
    withPages.map(async collection => ({ collection, row: (await api.list(collection)).find(isLasting) })),
  );
  const pages = first.flatMap(({ collection, row }) => {
    if (!row) return [];
    const path = `/${collection}/${encodeURIComponent(row.id)}`;
    return collection === 'instances' ? [path, ...instanceTabs.map(tab => `${path}?tab=${tab}`)] : [path];
  });
  return [...pages, plan];
}

/** Opens it and waits until it shows what it has: its title, and rows where there is a list. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('[data-page-title]').first()).toBeVisible();
  const list = page.getByRole('grid');
  if ((await list.count()) > 0) await expect(page.locator('[data-ready]').first()).toBeAttached();
}

const unique = (paths: string[]) => [...new Set(paths)].filter(path => path !== '');
