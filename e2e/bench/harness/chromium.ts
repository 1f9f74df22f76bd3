import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { installProbe, type Painted } from '../instrument/page-probe.ts';

const executablePath = process.env.ORRERY_CHROMIUM ?? '/usr/bin/chromium';

/** Why the browser benchmarks cannot run here, or null. */
export function chromiumMissing(): string | null {
  return existsSync(executablePath)
    ? null
    : `No Chromium at ${executablePath}: install it (Debian: apt-get install chromium) or name it in ORRERY_CHROMIUM`;
}

/** A new browser is a cold profile: nothing cached, no compiled scripts. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Cookie {
  name: string;
  value: string;
  url: string;
}

export interface OpenPage {
  page: Page;
  /** Stamps painted since the last call. */
  painted: () => Promise<Painted[]>;
  close: () => Promise<void>;
}

/** A page that notes when a stamp (instrument/stamp.ts) is on the screen. */
export async function openPage(browser: Browser, url: string, cookies: Cookie[] = []): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(installProbe);
  await page.goto(url);
  return {
    page,
    painted: () => page.evaluate(() => window.orreryBench.take()),
    close: () => context.close(),
  };
}
