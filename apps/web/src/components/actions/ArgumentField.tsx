import type { Resource } from '@orrery/contract/resources/registry.ts';
import { useQuery } from '@tanstack/react-query';
import { orrery } from '../../api/orrery.ts';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Input, TextArea } from '../../ui/Input.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { SecurityGroupChoice } from '../SecurityGroupChoice.tsx';
import type { FormField } from './argument-forms.ts';
import { ResourceChoice } from './ResourceChoice.tsx';

type ArgumentFieldProps = {
  field: FormField;
  target: Resource;
  value: string | boolean;
  onChange: (value: string | boolean) => void;
};

export function ArgumentField({ field, target, value, onChange }: ArgumentFieldProps) {
  const t = useT();
  const label = t(field.label);
  if (field.type === 'switch')
    return (
      <label className="flex items-center justify-between gap-4 text-13 font-medium">
        {label}
        <Switch aria-label={label} checked={value === true} onCheckedChange={onChange} />
      </label>
    );
  if (field.type === 'project')
    return <ProjectField label={label} value={String(value)} onChange={onChange} />;
  if (field.type === 'security-groups')
    return (
      <SecurityGroupChoice
        project={target.project}
        value={String(value).split(',').filter(Boolean)}
        onChange={groups => onChange(groups.join(','))}
      />
    );
  if (field.type === 'choice')
    return <ResourceChoice field={field} target={target} value={String(value)} onChange={onChange} />;
  return (
    <Field label={label} hint={field.hint && t(field.hint)}>
      {ids =>
        field.type === 'long' ? (
          <TextArea {...ids} value={String(value)} onChange={event => onChange(event.target.value)} />
        ) : (
          <Input
            {...ids}
            {...(field.unit ? { suffix: field.unit } : {})}
            inputMode={field.type === 'number' ? 'numeric' : 'text'}
            autoComplete="off"
            value={String(value)}
            onChange={event => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

function ProjectField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useT();
  const projects = useQuery({
    queryKey: ['list', 'project'],
    queryFn: ({ signal }) => orrery.list('project', { limit: 1000, sort: 'name' }, signal),
  });
  const options = [
    { value: '', label: t('actions.none') },
    ...(projects.data?.items ?? []).map(p => ({ value: p.id, label: p.name })),
  ];
  return (
    <Field label={label}>
      {ids => <Select {...ids} value={value} options={options} onValueChange={onChange} />}
    </Field>
  );
}
