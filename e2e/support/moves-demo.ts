import { type Browser, expect, type Page } from '@playwright/test';
import { ApiSession } from './api-session.ts';
import { BffProcess } from './bff-process.ts';
import { signedInPage } from './signed-in-page.ts';

/** One cluster of three hosts with nothing on them but the instances that are named. */
const cluster = { id: 'own', kind: 'simulator', hosts: 3, clusters: 1, instances: 0, changesPerSecond: 0 };

export interface MovesDemo {
  bff: BffProcess;
  admin: ApiSession;
  page: Page;
  /** Address of an instance's page. */
  pathOf: (name: string) => Promise<string>;
}

/** A data centre of one's own: moving things in the shared one would pull the ground from under other tests. */
export async function movesDemo(browser: Browser, sentinels: readonly string[]): Promise<MovesDemo> {
  const bff = await BffProcess.start({ config: { backends: [{ ...cluster, sentinels }] } });
  const admin = await ApiSession.login(bff.url, 'admin', bff.adminPassword);
  const { page } = await signedInPage(browser, admin);
  const pathOf = async (name: string) => {
    const row = await admin.named('instances', name);
    return `/instances/${encodeURIComponent(row?.id ?? '')}`;
  };
  return { bff, admin, page, pathOf };
}

/** Opens the dialog from the instance's own page, and waits until the hosts have answered. */
export async function openMoveDialog(page: Page, path: string) {
  await page.goto(path);
  await page.getByRole('main').getByRole('button', { name: 'More' }).last().click();
  await page.getByRole('menuitem', { name: 'Move…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Recommended')).toBeVisible();
  return dialog;
}

/** Starts a move to the recommended host. */
export async function beginMove({ admin }: MovesDemo, name: string, args: object = {}): Promise<void> {
  const row = await admin.named('instances', name);
  await admin.act('instances', row?.id ?? '', 'migrate', args);
}

/** The card of a running move. */
export const cardOf = (page: Page, name: string) =>
  page.getByRole('article', { name: new RegExp(`^${name},`) });
