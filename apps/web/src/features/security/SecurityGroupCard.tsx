import type { SecurityGroup } from '@orrery/contract/security/security-groups.ts';
import { quoteIfNeeded } from '@orrery/inventory/query/format.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { securityGroupsKey } from '../../api/security-groups.ts';
import { useSession } from '../../api/session.ts';
import { ProjectName } from '../../components/cells/ProjectName.tsx';
import { listPath } from '../../components/paths.ts';
import { SecurityRules } from '../../components/SecurityRules.tsx';
import { showFailure } from '../../components/show-failure.ts';
import { useT } from '../../lib/i18n.ts';
import { formatCount } from '../../lib/units.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { TextLink } from '../../ui/Link.tsx';
import { SecurityGroupDialog } from './SecurityGroupDialog.tsx';

/** One group with its rules, who has it, and what can be done with it. */
export function SecurityGroupCard({ group }: { group: SecurityGroup }) {
  const t = useT();
  const [open, setOpen] = useState<'edit' | 'delete'>();
  const may = useMayChange(group.project);
  const why = may ? undefined : t('lists.mayNot');
  const count = group.instances.length;
  const remove = useRemove(group);
  return (
    <Card
      title={group.name}
      flush
      actions={
        <>
          <Button size="small" disabledReason={why} onClick={() => setOpen('edit')}>
            {t('security.edit')}
          </Button>
          <Button
            size="small"
            busy={remove.isPending}
            disabledReason={why ?? (count > 0 ? t('security.inUse', { count }) : undefined)}
            onClick={() => setOpen('delete')}
          >
            {t('security.delete')}
          </Button>
        </>
      }
    >
      <p className="flex flex-wrap gap-x-3 px-4 pt-3 pb-2 text-13 text-muted">
        {group.description && <span>{group.description}</span>}
        <span>
          {t('fields.project')}: <ProjectName id={group.project} />
        </span>
        {count > 0 ? (
          <TextLink
            href={listPath('instance', `id:${group.instances.map(quoteIfNeeded).join(',')}`)}
            className="font-normal"
          >
            {t('security.onInstances', { count, value: formatCount(count) })}
          </TextLink>
        ) : (
          <span>{t('security.onNone')}</span>
        )}
      </p>
      <SecurityRules name={group.name} rules={group.rules} />
      {open === 'edit' && <SecurityGroupDialog group={group} onClose={() => setOpen(undefined)} />}
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={() => setOpen(undefined)}
        title={t('security.deleteTitle', { name: group.name })}
        description={t('security.deleteText')}
        confirm={t('security.deleteConfirm')}
        onConfirm={() => remove.mutate()}
      />
    </Card>
  );
}

function useRemove(group: SecurityGroup) {
  const t = useT();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => orrery.own.deleteSecurityGroup(group.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: securityGroupsKey }),
    onError: error => showFailure(t, error),
  });
}

function useMayChange(project: string): boolean {
  const session = useSession();
  if (!session) return false;
  const granted = [...session.permissions, ...(session.projectPermissions[project] ?? [])];
  return granted.includes('security.change');
}
