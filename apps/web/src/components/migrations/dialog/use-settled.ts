import { useEffect, useState } from 'react';

/** Long enough that a number is typed. */
const SETTLE_MS = 400;

/** The value once it has stayed the same for a moment; `keyOf` tells whether two are the same. */
export function useSettled<T>(value: T, keyOf: (value: T) => string): T {
  const [settled, setSettled] = useState(value);
  const key = keyOf(value);
  useEffect(() => {
    if (key === keyOf(settled)) return undefined;
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [key, keyOf, settled, value]);
  return settled;
}
