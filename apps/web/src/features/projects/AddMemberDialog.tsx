import { projectRoles, type ProjectRole } from '@orrery/contract/identity/roles.ts';
import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useMayAnywhere } from '../../api/session.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';

/** Managers may not list users, but know whom they want: a name is enough. Who may, gets suggestions. */
export function AddMemberDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const t = useT();
  const listId = useId();
  const managesUsers = useMayAnywhere('user.manage');
  const [name, setName] = useState('');
  const [role, setRole] = useState<ProjectRole>('member');
  const users = useQuery({
    queryKey: ['list', 'user'],
    enabled: managesUsers,
    queryFn: ({ signal }) => orrery.list('user', { limit: 1000, sort: 'username' }, signal),
  });
  const members = new Set(project.members.map(member => member.user));
  const add = useMutation({
    mutationFn: () => orrery.admin.setMember(project.id, name.trim(), role),
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={t('projects.addTitle', { name: project.name })}
      submit={t('projects.addMember')}
      onSubmit={() => add.mutate()}
      onClose={onClose}
      busy={add.isPending}
      error={add.error}
      disabledReason={name.trim() === '' ? t('projects.userMissing') : undefined}
    >
      <Field label={t('projects.user')} hint={t('projects.userHint')}>
        {ids => (
          <>
            <Input
              {...ids}
              list={listId}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={name}
              onChange={event => setName(event.target.value)}
            />
            <datalist id={listId}>
              {users.data?.items
                .filter(user => !members.has(user.id))
                .map(user => (
                  <option key={user.id} value={user.username}>
                    {user.displayName ?? ''}
                  </option>
                ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={t('projects.role')} hint={t(`projects.roleMeaning.${role}`)}>
        {ids => (
          <Select<ProjectRole>
            {...ids}
            value={role}
            options={projectRoles.map(value => ({ value, label: t(`projects.roles.${value}`) }))}
            onValueChange={setRole}
          />
        )}
      </Field>
    </FormDialog>
  );
}
