import { projectRoles, type ProjectRole } from '@orrery/contract/identity/roles.ts';
import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { Select } from '../../ui/Select.tsx';
import { showToast } from '../../ui/toast.tsx';

type RoleSelectProps = { project: Project; member: Project['members'][number] };

/** Changes a role where it is shown; it takes effect on what the member has open at once. */
export function RoleSelect({ project, member }: RoleSelectProps) {
  const t = useT();
  const change = useMutation({
    mutationFn: (role: ProjectRole) => orrery.admin.setMember(project.id, member.user, role),
    onSuccess: (_, role) =>
      showToast('ok', {
        title: t('projects.roleChanged', { name: member.username, role: t(`projects.roles.${role}`) }),
      }),
    onError: error => showFailure(t, error, t('projects.roleFailed', { name: member.username })),
  });
  return (
    <Select<ProjectRole>
      aria-label={t('projects.roleOf', { name: member.username })}
      className="w-36"
      value={change.isPending ? change.variables : member.role}
      options={projectRoles.map(value => ({ value, label: t(`projects.roles.${value}`) }))}
      onValueChange={role => change.mutate(role)}
    />
  );
}
