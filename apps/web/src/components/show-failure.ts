import { failureOf } from '../api/problem.ts';
import type { Translate } from '../lib/i18n.ts';
import { failureWords } from '../lib/server-text.ts';
import { showToast } from '../ui/toast.tsx';

/** What went wrong with something that has no form of its own to say it in. `title`: what was tried. */
export function showFailure(t: Translate, error: unknown, title?: string): void {
  const said = failureWords(t, failureOf(error));
  if (title === undefined) showToast('bad', { title: said.title, detail: said.detail ?? '' });
  else showToast('bad', { title, detail: said.detail ?? said.title });
}
