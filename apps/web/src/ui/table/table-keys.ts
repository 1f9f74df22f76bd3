export type TableCommand =
  | { kind: 'move'; to: number; extend: boolean }
  | { kind: 'select' }
  | { kind: 'selectAll' }
  | { kind: 'clear' }
  | { kind: 'open' };

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;
type Place = { active: number; total: number; pageRows: number };

/** What a key means in a table. `active` is -1 when no row is active yet. */
export function tableCommand(press: KeyPress, place: Place): TableCommand | undefined {
  if (place.total === 0 || press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) return press.key === 'a' ? { kind: 'selectAll' } : undefined;
  const to = target(press.key, place);
  if (to !== undefined) {
    const inside = Math.min(place.total - 1, Math.max(0, to));
    return { kind: 'move', to: inside, extend: press.shiftKey && place.active >= 0 };
  }
  if (press.key === 'x' || press.key === ' ') return place.active < 0 ? undefined : { kind: 'select' };
  if (press.key === 'Enter') return place.active < 0 ? undefined : { kind: 'open' };
  return press.key === 'Escape' ? { kind: 'clear' } : undefined;
}

function target(key: string, { active, total, pageRows }: Place): number | undefined {
  switch (key) {
    case 'j':
    case 'J':
    case 'ArrowDown':
      return active + 1;
    case 'k':
    case 'K':
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + pageRows;
    case 'PageUp':
      return active - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}
