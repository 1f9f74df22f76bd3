import type { ResourceKind } from '@orrery/contract/resources/base.ts';
import type { SavedView, ViewShare } from '@orrery/contract/views/saved-views.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { useMayAnywhere, useSession } from '../../api/session.ts';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { FormDialog } from '../FormDialog.tsx';
import { useProjectChoice } from '../use-project-choice.ts';
import { useViews, useViewsWritten } from './use-views.ts';

const ONLY_ME = '';
const EVERYBODY = '*';
const LONGEST_NAME = 64;

type ViewDialogProps = {
  kind: ResourceKind;
  /** The view that gets another name or other readers; without it a new one is made of the list as it is. */
  view?: SavedView | undefined;
  onClose: () => void;
};

/** Name and readers of a view. */
export function ViewDialog({ kind, view, onClose }: ViewDialogProps) {
  const t = useT();
  const { state, open } = useViews(kind);
  const written = useViewsWritten(kind);
  const [name, setName] = useState(view?.name ?? '');
  const [readers, setReaders] = useState(readersOf(view?.share));
  const mayShare = useMayAnywhere('view.share');
  const save = useMutation({
    mutationFn: () => {
      const said = { name: name.trim(), share: shareOf(readers) };
      return view ? orrery.views.change(view.id, said) : orrery.views.create({ kind, state, ...said });
    },
    onSuccess: async saved => {
      await written();
      if (!view) open(saved);
      onClose();
    },
  });
  return (
    <FormDialog
      title={view ? t('views.editTitle', { name: view.name }) : t('views.newTitle')}
      {...(view ? {} : { description: t('views.newText') })}
      submit={t(view ? 'views.apply' : 'views.save')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={name.trim() === '' ? t('views.nameMissing') : undefined}
    >
      <Field label={t('fields.name')} hint={mayShare ? undefined : t('views.mayNotShare')}>
        {ids => (
          <Input
            {...ids}
            autoComplete="off"
            maxLength={LONGEST_NAME}
            placeholder={t('views.namePlaceholder')}
            value={name}
            onChange={event => setName(event.target.value)}
          />
        )}
      </Field>
      {mayShare && <ReadersField value={readers} onChange={setReaders} />}
    </FormDialog>
  );
}

function ReadersField({ value, onChange }: { value: string; onChange: (readers: string) => void }) {
  const t = useT();
  const everywhere = useSession()?.permissions.includes('view.share') ?? false;
  const projects = useProjectChoice('view.share').options.filter(option => option.value !== '');
  const options = [
    { value: ONLY_ME, label: t('views.onlyMe') },
    ...(everywhere ? [{ value: EVERYBODY, label: t('views.everybody') }] : []),
    ...projects.map(option => ({
      value: option.value,
      label: t('views.projectMembers', { project: option.label }),
    })),
  ];
  return (
    <Field label={t('views.share')} hint={value === ONLY_ME ? undefined : t('views.shareHint')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}

function readersOf(share: ViewShare | undefined): string {
  if (share?.with === 'everybody') return EVERYBODY;
  return share?.with === 'project' ? share.project : ONLY_ME;
}

function shareOf(readers: string): ViewShare {
  if (readers === ONLY_ME) return { with: 'nobody' };
  return readers === EVERYBODY ? { with: 'everybody' } : { with: 'project', project: readers };
}
