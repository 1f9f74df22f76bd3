import { useSyncExternalStore } from 'react';

// The same width as `max-md` in classes and `width < 48rem` in styles.
const narrow = typeof window === 'undefined' ? undefined : window.matchMedia('(width < 48rem)');

function subscribe(listener: () => void): () => void {
  narrow?.addEventListener('change', listener);
  return () => narrow?.removeEventListener('change', listener);
}

/** The screen is as narrow as a phone's. Only for what styles alone cannot do, such as another height of rows. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow?.matches === true);
