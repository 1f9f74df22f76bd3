import { useSyncExternalStore } from 'react';

/** In full screen Esc belongs to the instance as well, where the browser gives it: held down it still leads out. */
interface LockableKeyboard {
  lock: (keys: readonly string[]) => Promise<void>;
}

function subscribe(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}

const isFull = () => document.fullscreenElement !== null;

async function enter(): Promise<void> {
  await document.documentElement.requestFullscreen();
  // TypeScript's library does not know it; only some browsers have it.
  const { keyboard } = navigator as Navigator & { keyboard?: LockableKeyboard };
  await keyboard?.lock(['Escape']);
}

export function useFullScreen() {
  const isFullScreen = useSyncExternalStore(subscribe, isFull);
  // What a browser refuses, for want of a click or by policy, it says itself; the page stays as it is.
  const toggle = () => void (isFullScreen ? document.exitFullscreen() : enter()).catch(() => undefined);
  return { isFullScreen, isPossible: document.fullscreenEnabled, toggle };
}
