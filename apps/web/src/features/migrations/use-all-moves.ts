import type { Migration } from '@orrery/contract/migrations/migration.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { orrery } from '../../api/orrery.ts';
import { createArrayRowSource } from '../../ui/table/array-row-source.ts';

const PAGE_ROWS = 100;

/** Every move that has ended, page by page from the database: live lists hold the newest thousand. */
export function useAllMoves() {
  const pages = useInfiniteQuery({
    queryKey: ['migration-history'],
    queryFn: ({ pageParam, signal }) =>
      orrery.moves.history({ limit: PAGE_ROWS, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null, // the first page has no cursor; the type has to say that others do
    getNextPageParam: page => page.nextCursor ?? undefined,
  });
  const source = useMemo(() => createArrayRowSource<Migration>([], { id: row => row.id }), []);
  const loaded = pages.data;
  useEffect(() => {
    if (loaded) source.replace(loaded.pages.flatMap(page => page.items));
  }, [source, loaded]);
  return { pages, source };
}
