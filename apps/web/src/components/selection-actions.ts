import { useEffect } from 'react';
import type { PaletteEntry } from '../lib/feature.ts';
import { createStore } from '../lib/store.ts';

/** What the palette offers "on the selection". A list publishes its own and takes them back when it goes. */
export const selectionActionsStore = createStore<readonly PaletteEntry[]>([]);

export function usePublishSelectionActions(entries: readonly PaletteEntry[]): void {
  useEffect(() => {
    selectionActionsStore.set(entries);
    return () => selectionActionsStore.set([]);
  }, [entries]);
}
