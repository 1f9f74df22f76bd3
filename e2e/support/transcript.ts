import type { Page } from '@playwright/test';

/** Everything a page received: bodies of all REST answers and all socket frames, as text. */
export class Transcript {
  readonly #parts: string[] = [];
  readonly #pending: Promise<void>[] = [];

  constructor(page: Page) {
    page.on('response', response => {
      if (!new URL(response.url()).pathname.startsWith('/api/')) return;
      this.#parts.push(response.url());
      this.#pending.push(
        response.text().then(
          text => void this.#parts.push(text),
          () => undefined, // a redirect or an aborted request has no body
        ),
      );
    });
    page.on('websocket', socket => {
      socket.on('framereceived', frame => void this.#parts.push(String(frame.payload)));
    });
  }

  /** All of it, once what was under way has arrived. */
  async text(): Promise<string> {
    await Promise.all(this.#pending);
    return this.#parts.join('\n');
  }

  /** Which of these words occur in it; whole words only, so that `host1` does not match `host10`. */
  async mentions(words: readonly string[]): Promise<string[]> {
    const text = await this.text();
    return words.filter(word =>
      new RegExp(`(?<![\\w-])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`).test(text),
    );
  }
}
