import { ChevronsUpDown } from 'lucide-react';
import { projectStore, useSession } from '../api/session.ts';
import { useT } from '../lib/i18n.ts';
import { useStore } from '../lib/store.ts';
import { Button } from '../ui/Button.tsx';
import { DropdownMenu, MenuChoice } from '../ui/DropdownMenu.tsx';

const ALL = '*';

/**
 * Nothing to switch, nothing to show: a person of one project reads its name and no menu. A project that a link names is
 * shown even to who is no member of it: otherwise nobody would know why the lists are short.
 */
export function ProjectSwitcher() {
  const t = useT();
  const session = useSession();
  const current = useStore(projectStore);
  const memberships = session?.memberships ?? [];
  const known = memberships.find(one => one.project === current);
  const foreign = current !== null && !known;
  if (memberships.length === 0 && !foreign) return null;
  const name = known?.projectName ?? current ?? t('shell.allProjects');
  if (memberships.length === 1 && !foreign) {
    return <span className="truncate px-2 text-13 font-medium">{memberships[0]?.projectName}</span>;
  }
  const choices = [
    { value: ALL, label: t('shell.allProjects') },
    ...memberships.map(one => ({ value: one.project, label: one.projectName })),
    ...(foreign ? [{ value: current, label: current }] : []),
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
