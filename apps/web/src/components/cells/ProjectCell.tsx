import { useNameOf } from '../../api/names.ts';
import { useSession } from '../../api/session.ts';

/** The project of a row by its name, its id on hover. */
export function ProjectCell({ id }: { id: string | null }) {
  const own = useSession()?.memberships.find(membership => membership.project === id)?.projectName;
  const name = useNameOf('project', own === undefined ? id : null) ?? own;
  if (id === null) return null;
  return (
    <span title={id} className="truncate">
      {name ?? id}
    </span>
  );
}
