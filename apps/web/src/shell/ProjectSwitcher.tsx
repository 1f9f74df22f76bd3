import { ChevronsUpDown } from 'lucide-react';
import { projectStore, useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';
import { Button } from '../ui/Button.tsx';
import { DropdownMenu, MenuChoice } from '../ui/DropdownMenu.tsx';

const ALL = '*';

/** Nothing to switch, nothing to show: a person of one project reads its name and no menu. */
export function ProjectSwitcher() {
  const t = useT();
  const session = useSession();
  const current = useStore(projectStore);
  const memberships = session?.memberships ?? [];
  if (memberships.length === 0) return null;
  const name = memberships.find(one => one.project === current)?.projectName ?? t('shell.allProjects');
  if (memberships.length === 1) {
    return <span className="truncate px-2 text-13 font-medium">{memberships[0]?.projectName}</span>;
  }
  const choices = [
    { value: ALL, label: t('shell.allProjects') },
    ...memberships.map(one => ({ value: one.project, label: one.projectName })),
  ];
  const trigger = (
    <Button
      tone="quiet"
      className="min-w-0 shrink px-2 text-text"
      aria-label={`${t('shell.switchProject')}: ${name}`}
    >
      <span className="truncate">{name}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-subtle" />
    </Button>
  );
  return (
    <DropdownMenu trigger={trigger} align="start">
      <MenuChoice
        label={t('shell.project')}
        value={current ?? ALL}
        choices={choices}
        onValueChange={value => projectStore.set(value === ALL ? null : value)}
      />
    </DropdownMenu>
  );
}
