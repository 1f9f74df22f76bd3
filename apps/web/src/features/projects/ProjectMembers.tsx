import { projectRoles } from '@orrery/contract/identity/roles.ts';
import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { Plus, UserMinus } from 'lucide-react';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { useSession } from '../../api/session.ts';
import { SimpleTable } from '../../components/SimpleTable.tsx';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { AddMemberDialog } from './AddMemberDialog.tsx';
import { RoleSelect } from './RoleSelect.tsx';

type Member = Project['members'][number];

/** Who belongs to a project and what they may do there. */
export function ProjectMembers({ project }: { project: Project }) {
  const t = useT();
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Member>();
  const may =
    session?.permissions.includes('project.members') === true ||
    session?.projectPermissions[project.id]?.includes('project.members') === true;
  const refusal = may ? undefined : t('projects.mayNotManageMembers');
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Card
        title={t('projects.members')}
        flush
        actions={
          <Button size="small" disabledReason={refusal} onClick={() => setAdding(true)}>
            <Plus aria-hidden className="size-3.5" />
            {t('projects.addMember')}
          </Button>
        }
      >
        <SimpleTable<Member>
          label={t('projects.members')}
          rows={project.members.toSorted((a, b) => a.username.localeCompare(b.username))}
          rowKey={member => member.user}
          empty={t('projects.noMembers')}
          columns={[
            { header: t('projects.user'), cell: member => member.username },
            {
              header: t('projects.role'),
              cell: member =>
                may ? <RoleSelect project={project} member={member} /> : t(`projects.roles.${member.role}`),
            },
            {
              header: t('projects.remove'),
              end: true,
              cell: member => (
                <IconButton
                  icon={UserMinus}
                  size="small"
                  label={t('projects.removeMember', { name: member.username })}
                  disabledReason={refusal}
                  onClick={() => setRemoving(member)}
                />
              ),
            },
          ]}
        />
      </Card>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-12 text-muted">
        {projectRoles.map(role => (
          <div key={role} className="col-span-full grid grid-cols-subgrid">
            <dt className="font-medium">{t(`projects.roles.${role}`)}</dt>
            <dd>{t(`projects.roleMeaning.${role}`)}</dd>
          </div>
        ))}
      </dl>
      {adding && <AddMemberDialog project={project} onClose={() => setAdding(false)} />}
      {removing && (
        <RemoveDialog project={project} member={removing} onClose={() => setRemoving(undefined)} />
      )}
    </div>
  );
}

type RemoveDialogProps = { project: Project; member: Member; onClose: () => void };

function RemoveDialog({ project, member, onClose }: RemoveDialogProps) {
  const t = useT();
  const remove = useMutation({
    mutationFn: () => orrery.admin.removeMember(project.id, member.user),
    onSuccess: onClose,
  });
  const names = { name: member.username, project: project.name };
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('projects.removeTitle', names)}
      description={t('projects.removeText', names)}
      confirm={t('projects.remove')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
