import type { Permission } from '@orrery/contract/identity/permissions.ts';
import { useState } from 'react';
import { useLiveList } from '../api/live-rows.ts';
import { projectStore, useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';

export interface ProjectChoice {
  /** Null: nobody's, or the only one there is. */
  project: string | null;
  options: readonly { value: string; label: string }[];
  choose: (project: string) => void;
}

/** Whose a new thing is going to be: a project in which this person may make it, the one that is looked at first. */
export function useProjectChoice(permission: Permission): ProjectChoice {
  const t = useT();
  const session = useSession();
  const narrowed = useStore(projectStore);
  const [chosen, setChosen] = useState<string>();
  const everywhere = session?.permissions.includes(permission) ?? false;
  const { rows } = useLiveList('project', { q: everywhere ? '' : 'id:none', limit: 500 });
  const own = (session?.memberships ?? [])
    .filter(({ project }) => session?.projectPermissions[project]?.includes(permission))
    .map(({ project, projectName }) => ({ value: project, label: projectName }));
  const options = everywhere
    ? [
        { value: '', label: t('launch.noProject') },
        ...rows.map(({ id, name }) => ({ value: id, label: name })),
      ]
    : own;
  const looked = options.find(({ value }) => value === narrowed)?.value;
  const value = chosen ?? looked ?? options[0]?.value ?? '';
  return { project: value === '' ? null : value, options, choose: setChosen };
}
