import { toast as sonner } from 'sonner';
import type { Tone } from '../lib/status-tone.ts';
import { ToneShape } from './ToneShape.tsx';

type ToastContent = {
  title: string;
  detail?: string;
  action?: { label: string; run: () => void };
  /** The same id replaces the toast instead of adding one: an operation has one toast for its whole life. */
  id?: string;
};

export function showToast(tone: Tone, { title, detail, action, id }: ToastContent): void {
  sonner(title, {
    icon: <ToneShape tone={tone} />,
    // What went wrong stays until it is closed.
    duration: tone === 'bad' ? Number.POSITIVE_INFINITY : 5000,
    ...(detail ? { description: detail } : {}),
    ...(id ? { id } : {}),
    ...(action ? { action: { label: action.label, onClick: action.run } } : {}),
  });
}
