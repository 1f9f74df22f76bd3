import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { projectOf, projectStore } from '../api/session.ts';
import { useStore } from '../lib/store.ts';

/**
 * The chosen project stands in the address, so that a link shows a colleague the same. A link inside Orrery names none:
 * the choice then stays, and is written into the new address.
 */
export function useProjectInAddress(): void {
  const chosen = useStore(projectStore);
  const navigate = useNavigate();
  const named = useRouterState({ select: ({ location }) => projectOf(location.searchStr) });
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => {
    if (named === chosen) return;
    const project = chosen ?? undefined;
    void navigate({
      to: '.',
      replace: true,
      search: (before: Record<string, unknown>) => ({ ...before, project }),
    });
  }, [named, chosen, pathname, navigate]);
}
