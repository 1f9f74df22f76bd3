import { useEffect, useState } from 'react';
import type { PaletteEntry, PaletteProvider } from '../lib/feature.ts';

// One request per pause in typing, not per letter.
const PAUSE_MS = 120;

type Found = { entries: readonly PaletteEntry[]; searching: boolean };

const NONE: Found = { entries: [], searching: false };

/** Asks all providers at once; one that fails hides nothing of the others. */
export function usePaletteSearch(providers: readonly PaletteProvider[], query: string): Found {
  const [found, setFound] = useState<Found>(NONE);
  useEffect(() => {
    const text = query.trim();
    if (text === '' || providers.length === 0) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setFound(before => ({ ...before, searching: true }));
      void searchAll(providers, text, abort.signal).then(entries => {
        if (!abort.signal.aborted) setFound({ entries, searching: false });
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [providers, query]);
  return query.trim() === '' ? NONE : found;
}

async function searchAll(
  providers: readonly PaletteProvider[],
  query: string,
  signal: AbortSignal,
): Promise<PaletteEntry[]> {
  const answers = await Promise.allSettled(providers.map(provider => provider.search(query, signal)));
  return answers.flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []));
}
