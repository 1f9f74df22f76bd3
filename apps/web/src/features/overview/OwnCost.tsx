import { projectStore, useSession } from '../../api/session.ts';
import { CostCard } from '../../components/CostCard.tsx';
import { useStore } from '../../lib/store.ts';

/** What one's projects cost this month; nothing while nothing is priced. */
export function OwnCost() {
  const session = useSession();
  const narrowed = useStore(projectStore);
  const shown = (session?.memberships ?? []).filter(m => narrowed === null || m.project === narrowed);
  return shown.map(({ project, projectName }) => (
    <CostCard key={project} project={project} {...(shown.length > 1 ? { name: projectName } : {})} />
  ));
}
