import type { AuditRecord } from '@orrery/contract/http/bodies.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { orrery } from '../../api/orrery.ts';
import { createArrayRowSource } from '../../ui/table/array-row-source.ts';

const PAGE_ROWS = 100;

export const recordId = (record: AuditRecord): string => String(record.sequence);

/** Records that match, newest first, page by page: the log is longer than anybody reads. */
export function useAudit(q: string) {
  const pages = useInfiniteQuery({
    queryKey: ['audit', q],
    queryFn: ({ pageParam }) =>
      orrery.admin.audit({ q, limit: PAGE_ROWS, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null, // the first page has no bound; the type has to say that others do
    getNextPageParam: page => page.nextBefore ?? undefined,
    placeholderData: keepPreviousData,
  });
  const source = useMemo(() => createArrayRowSource<AuditRecord>([], { id: recordId }), []);
  const loaded = pages.data;
  useEffect(() => {
    if (loaded) source.replace(loaded.pages.flatMap(page => page.items));
  }, [source, loaded]);
  return { pages, source };
}
