import { useRef } from 'react';
import { newIdempotencyKey } from './idempotency-key.ts';

/** One key for one request: a double click sends the same one, and what was typed anew is another. */
export function useRequestKey(request: unknown): () => string {
  const kept = useRef({ text: '', key: '' });
  return () => {
    const text = JSON.stringify(request);
    if (kept.current.text !== text) kept.current = { text, key: newIdempotencyKey() };
    return kept.current.key;
  };
}
