import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { failureOf } from '../../api/problem.ts';
import { listPath } from '../../components/paths.ts';
import { useGo } from '../../components/use-go.ts';
import { useT } from '../../lib/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ProjectDialog } from './ProjectDialog.tsx';

type Asking = 'edit' | 'switch' | 'delete';

export function ProjectActions({ project }: { project: Project }) {
  const t = useT();
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const owns =
    project.instanceCount > 0 ? t('projects.notEmpty', { count: project.instanceCount }) : undefined;
  return (
    <>
      <Button onClick={() => setAsking('edit')}>{t('projects.edit')}</Button>
      <Button onClick={() => setAsking('switch')}>
        {t(project.status === 'active' ? 'projects.disable' : 'projects.enable')}
      </Button>
      <Button disabledReason={owns} onClick={() => setAsking('delete')}>
        {t('actions.delete')}
      </Button>
      {asking === 'edit' && <ProjectDialog project={project} onClose={close} />}
      {asking === 'switch' && <SwitchDialog project={project} onClose={close} />}
      {asking === 'delete' && <DeleteDialog project={project} onClose={close} />}
    </>
  );
}

type DialogProps = { project: Project; onClose: () => void };

function SwitchDialog({ project, onClose }: DialogProps) {
  const t = useT();
  const active = project.status === 'active';
  const change = useMutation({
    mutationFn: () => orrery.admin.changeProject(project.id, { disabled: active }),
    onSuccess: onClose,
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t(active ? 'projects.disableTitle' : 'projects.enableTitle', { name: project.name })}
      description={t(active ? 'projects.disableText' : 'projects.enableText')}
      confirm={t(active ? 'projects.disableConfirm' : 'projects.enableConfirm')}
      danger={active}
      busy={change.isPending}
      onConfirm={() => change.mutate()}
      error={change.error && <ErrorState failure={failureOf(change.error)} />}
    />
  );
}

function DeleteDialog({ project, onClose }: DialogProps) {
  const t = useT();
  const go = useGo();
  const remove = useMutation({
    mutationFn: () => orrery.admin.deleteProject(project.id),
    onSuccess: () => {
      showToast('ok', { title: t('projects.deleted', { name: project.name }) });
      go(listPath('project'));
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={open => !open && onClose()}
      title={t('projects.deleteTitle', { name: project.name })}
      description={t('projects.deleteText')}
      confirm={t('projects.deleteConfirm')}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
      error={remove.error && <ErrorState failure={failureOf(remove.error)} />}
    />
  );
}
