import type { ActionState } from '../resources/base.ts';

/**
 * What may be done with a row takes about a kilobyte, and rows in the same state say the same. On the wire the lists
 * of a frame stand beside its rows once each, and a row's `actions` is the place of its list among them.
 */
export type ActionSets = readonly (readonly ActionState[])[];

interface WithActions {
  readonly actions: readonly ActionState[];
}

export type Packed<R extends WithActions> = Omit<R, 'actions'> & { readonly actions: number };

/** Equal lists are told apart by identity: who makes the rows shares them (apps/bff, actions-of.ts). */
export function packActions<R extends WithActions>(rows: readonly R[]) {
  const places = new Map<readonly ActionState[], number>();
  const packed = rows.map((row): Packed<R> => {
    const known = places.get(row.actions);
    const place = known ?? places.size;
    if (known === undefined) places.set(row.actions, place);
    return { ...row, actions: place };
  });
  return { rows: packed, actionSets: [...places.keys()] };
}

/** In place, as the rows of a frame belong to nobody else yet. A row without a place keeps what it has. */
export function unpackActions(rows: readonly Record<string, unknown>[], sets: ActionSets | undefined): void {
  for (const row of rows) {
    if (typeof row['actions'] === 'number') row['actions'] = sets?.[row['actions']] ?? [];
  }
}
