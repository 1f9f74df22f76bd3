import { test as base, expect as baseExpect } from '@playwright/test';
import { ApiSession } from './api-session.ts';
import { complaintsOf } from './complaints.ts';
import { signIn } from './signed-in-page.ts';

/** The BFF that playwright.config.ts starts, with the demo data centre and the still one of orrery.yaml. */
export const demoUrl = `http://127.0.0.1:${process.env.ORRERY_E2E_PORT}`;
export const demoPassword = process.env.ORRERY_ADMIN_PASSWORD ?? '';

/** Tests of the demo: `page` is signed in as the administrator, and fails its test when it complained of anything. */
export const test = base.extend<object, { admin: ApiSession }>({
  admin: [
    // Playwright reads the names of fixtures from this pattern; this one needs none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => use(await ApiSession.login(demoUrl, 'admin', demoPassword)),
    { scope: 'worker' },
  ],
  context: async ({ context, admin }, use) => {
    await signIn(context, admin);
    await use(context);
  },
  page: async ({ page }, use) => {
    const complaints = complaintsOf(page);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export const expect = baseExpect;
