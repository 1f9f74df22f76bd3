import type { Project } from '@orrery/contract/resources/identity.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { showToast } from '../../ui/toast.tsx';

/** Creates a project, or changes what it is called. */
export function ProjectDialog({ project, onClose }: { project?: Project; onClose: () => void }) {
  const t = useT();
  const [name, setName] = useState(project?.name ?? '');
  const [description, setDescription] = useState(project?.description ?? '');
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), description: description.trim() || null };
      return project ? orrery.admin.changeProject(project.id, body) : orrery.admin.createProject(body);
    },
    onSuccess: saved => {
      showToast('ok', { title: t(project ? 'projects.saved' : 'projects.created', { name: saved.name }) });
      onClose();
    },
  });
  return (
    <FormDialog
      title={project ? t('projects.editTitle', { name: project.name }) : t('projects.create')}
      submit={t(project ? 'projects.save' : 'projects.create')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={name.trim() === '' ? t('projects.nameMissing') : undefined}
    >
      <Field label={t('fields.name')} hint={t('projects.nameHint')}>
        {ids => (
          <Input {...ids} autoComplete="off" value={name} onChange={event => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t('fields.description')}>
        {ids => (
          <TextArea {...ids} value={description} onChange={event => setDescription(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  );
}
