import { createStore } from '../lib/store.ts';

export type OpenDialog = 'none' | 'palette' | 'keyboard' | 'navigation';

/** Which of the frame's own dialogs is open: at most one. */
export const dialogStore = createStore<OpenDialog>('none');

export function openChange(dialog: Exclude<OpenDialog, 'none'>): (open: boolean) => void {
  return open => dialogStore.set(now => (open ? dialog : now === dialog ? 'none' : now));
}
