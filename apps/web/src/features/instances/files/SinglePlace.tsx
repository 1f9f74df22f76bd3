import { useT } from '../../../lib/i18n.ts';
import { formatDate } from '../../../lib/dates.ts';
import { formatBytes } from '../../../lib/units.ts';
import { Card } from '../../../ui/Card.tsx';
import { KeyValueList } from '../../../ui/KeyValueList.tsx';
import { TextLink } from '../../../ui/Link.tsx';
import { targetOf } from './PlaceTable.tsx';
import type { FileRow } from './read-place.ts';

/** What stands at a path that is no folder. */
export function SinglePlace({ row, hrefOf }: { row: FileRow; hrefOf: (path: string) => string }) {
  const t = useT();
  const target = targetOf(row);
  const leads = target && row.linkTo && (
    <TextLink href={hrefOf(target)} className="font-mono">
      {row.linkTo}
    </TextLink>
  );
  return (
    <Card title={row.name} className="max-w-2xl">
      <KeyValueList
        facts={[
          { label: t('fields.type'), value: t(`files.kinds.${row.kind}`) },
          ...(leads ? [{ label: t('files.leadsTo'), value: leads }] : []),
          ...(row.kind === 'file' ? [{ label: t('files.size'), value: formatBytes(row.size) }] : []),
          { label: t('files.modified'), value: formatDate(row.modifiedAt) },
        ]}
      />
    </Card>
  );
}
