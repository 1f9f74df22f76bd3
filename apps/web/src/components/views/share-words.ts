import type { SavedView } from '@orrery/contract/views/saved-views.ts';
import { useSession } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';

/** With whom a view is shared and by whom, in words; nothing for one that is its owner's alone. */
export function useShareWords(): (view: SavedView) => string | undefined {
  const t = useT();
  const session = useSession();
  return ({ share, mine, by }) => {
    if (share.with === 'nobody') return undefined;
    if (share.with === 'everybody') return mine ? t('views.withAll') : t('views.withAllBy', { by });
    const known = session?.memberships.find(({ project }) => project === share.project);
    const project = known?.projectName ?? t('views.aProject');
    return mine ? t('views.withProject', { project }) : t('views.withProjectBy', { project, by });
  };
}
