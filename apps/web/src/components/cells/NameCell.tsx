import type { Resource } from '@orrery/contract/resources/registry.ts';
import { AgeMark } from '../../ui/AgeMark.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { detailPath } from '../paths.ts';

/** The name as a link to the resource, with its age when it is stale. */
export function NameCell({ row }: { row: Pick<Resource, 'id' | 'kind' | 'name' | 'stale' | 'asOf'> }) {
  // The grid holds the focus; Enter on a row opens it.
  const link = (
    <TextLink href={detailPath(row.kind, row.id)} tabIndex={-1} className="truncate">
      {row.name}
    </TextLink>
  );
  if (!row.stale) return link;
  return (
    <span className="flex min-w-0 items-center gap-2">
      {link}
      <AgeMark asOf={row.asOf} promiseMs={0} />
    </span>
  );
}
