import { startTransition, useEffect, useRef, useState } from 'react';

/**
 * The value of a while ago, renewed every `everyMs`, in pieces between frames; at once when `key` says that something else
 * is shown.
 */
export function useSeldom<T>(value: T, key: string, everyMs: number): T {
  const [shown, setShown] = useState({ key, value });
  const latest = useRef({ key, value });
  useEffect(() => {
    latest.current = { key, value };
  });
  useEffect(() => {
    const timer = setInterval(() => startTransition(() => setShown(latest.current)), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  if (shown.key === key) return shown.value;
  setShown({ key, value });
  return value;
}
