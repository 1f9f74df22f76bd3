import type { Tone } from '../lib/status-tone.ts';

export type ToastContent = {
  title: string;
  detail?: string;
  action?: { label: string; run: () => void };
  /** The same id replaces the toast instead of adding one: an operation has one toast for its whole life. */
  id?: string;
};

type Show = (tone: Tone, content: ToastContent) => void;
let show: Show | undefined;
const waiting: Parameters<Show>[] = [];

/** The toaster is loaded after the page: what is said before waits for it. */
export function showToast(tone: Tone, content: ToastContent): void {
  if (show) show(tone, content);
  else waiting.push([tone, content]);
}

/** Called by the toaster when it stands. */
export function takeToasts(by: Show): void {
  show = by;
  for (const toast of waiting.splice(0)) by(...toast);
}
