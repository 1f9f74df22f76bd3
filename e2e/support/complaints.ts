import type { Page } from '@playwright/test';

/** What a page complains about from now on: errors it throws, errors on its console, reports of the CSP. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(`${page.url()}: thrown: ${error.message}`));
  page.on('console', message => {
    // Chromium reports violations of the CSP as errors.
    if (message.type() === 'error') complaints.push(`${page.url()}: console: ${message.text()}`);
  });
  return complaints;
}
