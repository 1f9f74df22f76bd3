import { useSession } from '../../api/session.ts';
import { useLiveList } from '../../api/live-rows.ts';
import { useT } from '../../lib/i18n.ts';

/** A project by its name where this person may know it. */
export function ProjectName({ id }: { id: string | null }) {
  const t = useT();
  const own = useSession()?.memberships.find(m => m.project === id)?.projectName;
  const { rows } = useLiveList('project', { limit: 500 });
  if (id === null) return <span className="text-subtle">{t('fields.unowned')}</span>;
  return <>{own ?? rows.find(project => project.id === id)?.name ?? id}</>;
}
