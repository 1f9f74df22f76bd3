import type { Flavor } from '@orrery/contract/resources/planned.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orrery } from '../../api/orrery.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { type FlavorTexts, sizeKeys, textsOf, toFlavor } from './flavor-form.ts';

const UNITS = { vcpus: 'vCPU', memoryMiB: 'MiB', diskGiB: 'GiB' } as const;

/** Makes a flavor, or changes one; instances that were launched with it stay as they are. */
export function FlavorDialog({ flavor, onClose }: { flavor?: Flavor; onClose: () => void }) {
  const t = useT();
  const [texts, setTexts] = useState(() => textsOf(flavor));
  const [project, setProject] = useState('');
  const form = toFlavor(texts);
  const type = (key: keyof FlavorTexts) => (event: { target: { value: string } }) =>
    setTexts(now => ({ ...now, [key]: event.target.value }));
  const save = useMutation({
    mutationFn: async () => {
      if (!form.ok) throw new Error(`The field ${form.wrong} is wrong`);
      return flavor
        ? orrery.own.changeFlavor(flavor.id, form.flavor)
        : orrery.own.createFlavor({ ...form.flavor, project: project === '' ? null : project });
    },
    onSuccess: onClose,
  });
  return (
    <FormDialog
      title={flavor ? t('flavors.editTitle', { name: flavor.name }) : t('flavors.create')}
      description={flavor && t('flavors.editHint')}
      submit={t(flavor ? 'projects.save' : 'flavors.create')}
      onSubmit={() => save.mutate()}
      onClose={onClose}
      busy={save.isPending}
      error={save.error}
      disabledReason={form.ok ? undefined : t(`flavors.wrong.${form.wrong}`)}
    >
      <Field label={t('fields.name')}>
        {ids => <Input {...ids} autoComplete="off" value={texts.name} onChange={type('name')} />}
      </Field>
      <div className="grid grid-cols-3 items-start gap-3">
        {sizeKeys.map(key => (
          <Field
            key={key}
            label={t(`flavors.${key}`)}
            hint={key === 'diskGiB' ? t('flavors.diskHint') : undefined}
          >
            {ids => (
              <Input
                {...ids}
                suffix={UNITS[key]}
                inputMode="numeric"
                value={texts[key]}
                onChange={type(key)}
              />
            )}
          </Field>
        ))}
      </div>
      <Field label={t('fields.description')}>
        {ids => <TextArea {...ids} value={texts.description} onChange={type('description')} />}
      </Field>
      {!flavor && <ProjectField value={project} onChange={setProject} />}
    </FormDialog>
  );
}

function ProjectField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  const projects = useQuery({
    queryKey: ['list', 'project'],
    queryFn: ({ signal }) => orrery.list('project', { limit: 1000, sort: 'name' }, signal),
  });
  const options = [
    { value: '', label: t('flavors.allProjects') },
    ...(projects.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Field label={t('flavors.offeredTo')}>
      {ids => <Select {...ids} options={options} value={value} onValueChange={onChange} />}
    </Field>
  );
}
