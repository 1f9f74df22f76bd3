import type { Translate } from '../../lib/i18n.ts';
import type { Column } from '../../ui/table/columns.ts';

type Standing = { datacenter?: string | null | undefined; folder?: string | null | undefined };

/** Where rows stand in an order of the back end's own; not shown until chosen. */
export const standingColumns = <R extends Standing>(t: Translate): Column<R>[] => [
  {
    id: 'datacenter',
    header: t('fields.datacenter'),
    width: 120,
    optional: true,
    sortBy: 'datacenter',
    cell: row => row.datacenter,
  },
  {
    id: 'folder',
    header: t('fields.folder'),
    width: 140,
    optional: true,
    sortBy: 'folder',
    cell: row => row.folder,
  },
];
