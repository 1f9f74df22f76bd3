import type { Resource } from '@orrery/contract/resources/registry.ts';
import type { Translate } from '../../lib/i18n.ts';
import { RelativeTime } from '../../ui/AgeMark.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { BackendCell } from './BackendCell.tsx';
import { NameCell } from './NameCell.tsx';
import { ProjectCell } from './ProjectCell.tsx';

/** Columns that every list of resources has, so that they look and sort alike everywhere. */
export function nameColumn<R extends Resource>(t: Translate, width = 220): Column<R> {
  return {
    id: 'name',
    header: t('fields.name'),
    width,
    grow: true,
    fixed: true,
    sortBy: 'name',
    cell: row => <NameCell row={row} />,
  };
}

export function statusColumn<R extends Resource>(
  t: Translate,
  options: { width?: number; detail?: (row: R) => string | null } = {},
): Column<R> {
  return {
    id: 'status',
    brief: 'fact',
    header: t('fields.status'),
    width: options.width ?? 130,
    sortBy: 'status',
    flashOn: row => row.status,
    cell: row => (
      <StatusMark status={row.status} stale={row.stale} detail={options.detail?.(row) ?? undefined} />
    ),
  };
}

export function backendColumn<R extends Resource>(t: Translate, optional = false): Column<R> {
  return {
    id: 'backend',
    header: t('fields.backend'),
    width: 136,
    optional,
    sortBy: 'backend',
    cell: row => <BackendCell id={row.backend} />,
  };
}

export function projectColumn<R extends Resource>(t: Translate): Column<R> {
  return {
    id: 'project',
    header: t('fields.project'),
    width: 130,
    optional: true,
    sortBy: 'project',
    cell: row => <ProjectCell id={row.project} />,
  };
}

export function createdColumn<R extends Resource & { createdAt: string | null }>(t: Translate): Column<R> {
  return {
    id: 'created',
    brief: 'fact',
    header: t('fields.created'),
    width: 120,
    align: 'end',
    sortBy: 'created',
    cell: row => (row.createdAt ? <RelativeTime at={row.createdAt} /> : '–'),
  };
}

export function idColumn<R extends Resource>(t: Translate): Column<R> {
  return {
    id: 'id',
    header: t('fields.id'),
    width: 220,
    optional: true,
    sortBy: 'id',
    mono: true,
    cell: row => row.id,
  };
}
