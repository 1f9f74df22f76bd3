/** A line between the lanes `first` and `last`, both by their place. */
export interface Span {
  key: string;
  first: number;
  last: number;
}

/** Gives each line a track on which no other runs beside the same lane; the longest-standing track that is free. */
export function tracksOf(spans: readonly Span[]): { track: ReadonlyMap<string, number>; count: number } {
  const ends: number[] = [];
  const track = new Map<string, number>();
  for (const { key, first, last } of spans.toSorted((a, b) => a.first - b.first || b.last - a.last)) {
    const free = ends.findIndex(end => end < first);
    const taken = free === -1 ? ends.length : free;
    ends[taken] = last;
    track.set(key, taken);
  }
  return { track, count: ends.length };
}
