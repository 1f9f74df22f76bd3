import type { Page } from '@playwright/test';

/** The table row of a resource, by its name in the first cell. */
export const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

/** Resolves with the browser's clock (ms since 1970) of the frame in which the named row first shows `text`. */
export async function paintedAt(page: Page, name: string, text: string): Promise<number> {
  return await page.evaluate(
    ({ name, text }) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(
          () => finish(() => reject(new Error(`${name} never showed ${text}`))),
          30_000,
        );
        const observer = new MutationObserver(look);
        function look() {
          const row = [...document.querySelectorAll('[role=row]')].find(r =>
            [...r.querySelectorAll('a')].some(a => a.textContent === name),
          );
          if (row?.textContent.includes(text))
            finish(() => requestAnimationFrame(() => setTimeout(() => resolve(Date.now()), 0))); // after that frame was painted
        }
        function finish(settle: () => void) {
          clearTimeout(timer);
          observer.disconnect();
          settle();
        }
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
        look();
      }),
    { name, text },
  );
}
