import { useState } from 'react';

type Steady<R> = {
  rows: readonly R[];
  /** For the element around the rows. */
  hold: { onPointerEnter: () => void; onPointerLeave: () => void; onFocus: () => void; onBlur: () => void };
};

/** Keeps a ranked list in place while somebody points at it or has the focus in it; what rows say stays live. */
export function useSteadyOrder<R extends { readonly id: string }>(rows: readonly R[]): Steady<R> {
  const [pointed, setPointed] = useState<readonly R[]>();
  const [focused, setFocused] = useState<readonly R[]>();
  const held = pointed ?? focused;
  const latest = new Map(rows.map(row => [row.id, row]));
  const shown = held ? held.map(row => latest.get(row.id) ?? row) : rows;
  return {
    rows: shown,
    hold: {
      onPointerEnter: () => setPointed(shown),
      onPointerLeave: () => setPointed(undefined),
      onFocus: () => setFocused(shown),
      onBlur: () => setFocused(undefined),
    },
  };
}
