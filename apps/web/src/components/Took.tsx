import { useCallback } from 'react';
import { useClock } from '../lib/ticker.ts';
import { formatDuration } from '../lib/units.ts';

type TookProps = { from: string | null; to: string | null };

/** How long something took, or has taken until now. */
export function Took({ from, to }: TookProps) {
  if (from === null) return '–';
  return to === null ? <Running from={from} /> : formatDuration(Date.parse(to) - Date.parse(from));
}

function Running({ from }: { from: string }) {
  // Whole seconds: it is read, not measured.
  const text = useClock(
    useCallback(
      now => formatDuration(Math.max(1000, Math.floor((now - Date.parse(from)) / 1000) * 1000)),
      [from],
    ),
  );
  return <span className="tabular">{text}</span>;
}
