import { Download, File, Folder, Link2 } from 'lucide-react';
import { SimpleTable } from '../../../components/SimpleTable.tsx';
import { formatDate } from '../../../lib/dates.ts';
import { useT } from '../../../lib/i18n.ts';
import type { TarKind } from '../../../lib/tar/header.ts';
import { formatBytes } from '../../../lib/units.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { TextLink } from '../../../ui/Link.tsx';
import { type FileRow, folderOf, joined, tidyPath } from './read-place.ts';

const icons = { folder: Folder, file: File, link: Link2, other: File } satisfies Record<TarKind, unknown>;

type PlaceTableProps = {
  rows: readonly FileRow[];
  hrefOf: (path: string) => string;
  onDownload: (row: FileRow) => void;
};

export function PlaceTable({ rows, hrefOf, onDownload }: PlaceTableProps) {
  const t = useT();
  return (
    <SimpleTable
      label={t('files.title')}
      rows={rows}
      rowKey={row => row.path}
      empty={t('files.emptyFolder')}
      columns={[
        { header: t('fields.name'), cell: row => <Name row={row} hrefOf={hrefOf} /> },
        { header: t('files.size'), end: true, cell: row => row.kind === 'file' && formatBytes(row.size) },
        {
          header: t('files.mode'),
          cell: row => <code className="whitespace-nowrap font-mono text-12">{modeOf(row)}</code>,
        },
        {
          header: t('files.modified'),
          cell: row => <span className="whitespace-nowrap">{formatDate(row.modifiedAt)}</span>,
        },
        {
          header: t('files.download'),
          end: true,
          cell: row => (
            <IconButton
              icon={Download}
              size="small"
              label={t('files.downloadOne', { name: row.name })}
              onClick={() => onDownload(row)}
            />
          ),
        },
      ]}
    />
  );
}

function Name({ row, hrefOf }: { row: FileRow; hrefOf: (path: string) => string }) {
  const t = useT();
  const Icon = icons[row.kind];
  const target = targetOf(row);
  return (
    <span className="flex items-center gap-2">
      <Icon
        aria-label={t(`files.kinds.${row.kind}`)}
        className="size-4 shrink-0 text-muted"
        strokeWidth={1.75}
      />
      {target === undefined ? (
        <span className="font-mono">{row.name}</span>
      ) : (
        <TextLink href={hrefOf(target)} className="font-mono">
          {row.name}
        </TextLink>
      )}
      {row.linkTo !== null && <span className="font-mono text-12 text-muted">→ {row.linkTo}</span>}
    </span>
  );
}

/** Where a folder or a link leads; files are taken, not opened. */
export function targetOf({ kind, path, linkTo }: FileRow): string | undefined {
  if (kind === 'folder') return path;
  if (linkTo === null) return undefined;
  return tidyPath(linkTo.startsWith('/') ? linkTo : joined(folderOf(path), linkTo));
}

const letters = { folder: 'd', file: '-', link: 'l', other: '?' } satisfies Record<TarKind, string>;

/** `drwxr-xr-x`, as everybody who looks at files reads it. */
function modeOf({ kind, mode }: FileRow): string {
  const bits = 'rwxrwxrwx'.split('').map((letter, index) => (mode & (0o400 >> index) ? letter : '-'));
  return letters[kind] + bits.join('');
}
