import { createStore, type Store } from './store.ts';

/** Either these rows, or everything the query matches except these. */
export type Selection = { mode: 'some' | 'allExcept'; ids: ReadonlySet<string> };
export type SelectionStore = Store<Selection>;

export const NOTHING: Selection = { mode: 'some', ids: new Set() };
export const EVERYTHING: Selection = { mode: 'allExcept', ids: new Set() };

export function createSelection(ids: readonly string[] = []): SelectionStore {
  return createStore<Selection>({ mode: 'some', ids: new Set(ids) });
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.ids.has(id) === (selection.mode === 'some');
}

export function selectedCount(selection: Selection, total: number): number {
  return selection.mode === 'some' ? selection.ids.size : Math.max(0, total - selection.ids.size);
}

export function withSelected(selection: Selection, ids: readonly string[], selected: boolean): Selection {
  const next = new Set(selection.ids);
  const listed = selected === (selection.mode === 'some');
  for (const id of ids) {
    if (listed) next.add(id);
    else next.delete(id);
  }
  return { mode: selection.mode, ids: next };
}

export function toggled(selection: Selection, id: string): Selection {
  return withSelected(selection, [id], !isSelected(selection, id));
}
