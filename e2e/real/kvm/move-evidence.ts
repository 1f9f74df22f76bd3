import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const folder = join(import.meta.dirname, '../../../test-results/moves');

/** A picture of what was seen. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** What was said and what came of it; printed too. */
export async function figures(name: string, told: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), JSON.stringify(told, null, 2));
  process.stdout.write(`${name}: ${JSON.stringify(told)}\n`);
}

/** Counts the messages that tell something of one row; begin before the page is opened. */
export function frameCounter(page: Page): { of: (id: string) => number } {
  const payloads: string[] = [];
  page.on('websocket', socket => {
    socket.on('framereceived', ({ payload }) => payloads.push(String(payload)));
  });
  return { of: id => payloads.filter(text => text.includes(id)).length };
}
