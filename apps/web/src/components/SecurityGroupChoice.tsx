import { useSecurityGroups } from '../api/security-groups.ts';
import { useT } from '../lib/i18n.ts';
import { Checkbox } from '../ui/Checkbox.tsx';
import { TextLink } from '../ui/Link.tsx';

type SecurityGroupChoiceProps = {
  /** Whose groups. */
  project: string | null;
  value: readonly string[];
  onChange: (groups: readonly string[]) => void;
};

/** Some of the security groups of a project. */
export function SecurityGroupChoice({ project, value, onChange }: SecurityGroupChoiceProps) {
  const t = useT();
  const { data } = useSecurityGroups();
  const groups = data?.filter(group => group.project === project) ?? [];
  const set = (id: string, on: boolean) =>
    onChange(on ? [...value, id] : value.filter(other => other !== id));
  return (
    <div role="group" aria-label={t('security.choose')} className="flex flex-col">
      <p className="mb-1 text-12 text-muted">{t('security.chooseHint')}</p>
      {groups.map(({ id, name, description }) => (
        <div key={id} className="flex items-center gap-3">
          <Checkbox showLabel label={name} checked={value.includes(id)} onCheckedChange={on => set(id, on)} />
          <span className="min-w-0 truncate text-12 text-muted">{description}</span>
        </div>
      ))}
      {data && groups.length === 0 && (
        <p className="text-13 text-muted">
          {t('security.noneToChoose')} <TextLink href="/security-groups">{t('security.manage')}</TextLink>
        </p>
      )}
    </div>
  );
}
