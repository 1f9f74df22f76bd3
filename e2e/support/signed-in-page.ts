import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { ApiSession } from './api-session.ts';

/** A browser of one's own in which the caller is signed in already; `baseURL` when it comes by another way. */
export async function signedInPage(
  browser: Browser,
  api: ApiSession,
  baseURL = api.url,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  await signIn(context, api);
  return { page: await context.newPage(), context };
}

/** Gives a browser the session that a script has. */
export async function signIn(context: BrowserContext, api: ApiSession): Promise<void> {
  await context.addCookies(
    api.cookie.split('; ').map(pair => {
      const at = pair.indexOf('=');
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: api.url };
    }),
  );
}
