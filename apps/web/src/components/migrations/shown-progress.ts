import { useState } from 'react';

type Shown = { id: string; progress: number | null };

/** The larger of the two: what was shown of a move once is never taken back, whatever a late or doubled row says. */
export function forward(shown: Shown, { id, progress }: Shown): Shown {
  if (shown.id !== id || shown.progress === null) return { id, progress };
  return progress === null || progress <= shown.progress ? shown : { id, progress };
}

/** Fraction of a move for as long as it is on screen. */
export function useShownProgress(id: string, progress: number | null): number | null {
  const [shown, setShown] = useState<Shown>({ id, progress });
  const next = forward(shown, { id, progress });
  if (next.id !== shown.id || next.progress !== shown.progress) setShown(next);
  return next.progress;
}
