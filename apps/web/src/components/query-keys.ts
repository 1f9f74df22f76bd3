type Intent = 'accept' | 'commit' | 'close' | 'leave' | 'down' | 'up' | 'open';

/** What a key means in the query bar. Tab completes only when something is chosen: it must leave the field otherwise. */
export function keyIntent(key: string, list: { open: boolean; chosen: number }): Intent | undefined {
  if (key === 'Enter' || key === 'Tab') {
    if (list.open && list.chosen >= 0) return 'accept';
    return key === 'Enter' ? 'commit' : undefined;
  }
  if (key === 'Escape') return list.open ? 'close' : 'leave';
  if (key === 'ArrowDown') return list.open ? 'down' : 'open';
  if (key === 'ArrowUp' && list.open) return 'up';
  return undefined;
}
