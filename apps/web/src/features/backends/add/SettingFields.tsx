import { useT } from '../../../lib/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Input, TextArea } from '../../../ui/Input.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import type { FieldErrors } from './draft.ts';
import type { SettingField, SettingValues } from './setting-forms.ts';

type SettingFieldsProps = {
  fields: readonly SettingField[];
  values: SettingValues;
  onChange: (values: SettingValues) => void;
  errors: FieldErrors;
  /** Where these settings stand in the request: `settings` or `settings.hosts.0`. */
  prefix: string;
  /** The folded group that the address calls for. */
  opened?: SettingField['group'] | undefined;
};

const GROUPS = ['tls', 'ssh', 'more'] as const;

/** What is needed first, then what is needed now and then, folded. */
export function SettingFields(props: SettingFieldsProps) {
  const { fields, errors, prefix, opened } = props;
  const t = useT();
  const isWrong = (field: SettingField) => errors.has(`${prefix}.${field.path}`);
  return (
    <>
      {fields
        .filter(field => field.group === undefined)
        .map(field => (
          <OneField key={field.path} field={field} {...props} />
        ))}
      {GROUPS.map(group => {
        const inside = fields.filter(field => field.group === group);
        if (inside.length === 0) return null;
        return (
          // A new key when the address calls for it: opened then, and the person's own choice afterwards.
          <details
            key={`${group} ${opened === group}`}
            open={opened === group || inside.some(isWrong)}
            className="rounded-md border px-3 py-2"
          >
            <summary className="cursor-pointer text-13 font-medium">{t(`backends.form.${group}`)}</summary>
            <div className="mt-3 flex flex-col gap-4 pb-1">
              {inside.map(field => (
                <OneField key={field.path} field={field} {...props} />
              ))}
            </div>
          </details>
        );
      })}
    </>
  );
}

function OneField({ field, values, onChange, errors, prefix }: SettingFieldsProps & { field: SettingField }) {
  const t = useT();
  const label = t(field.label);
  const value = values[field.path] ?? '';
  const change = (next: string | boolean) => onChange({ ...values, [field.path]: next });
  if (field.type === 'switch')
    return (
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1 text-13 font-medium">
          {label}
          {field.hint && <span className="block text-12 font-normal text-muted">{t(field.hint)}</span>}
        </p>
        <Switch aria-label={label} checked={value === true} onCheckedChange={change} />
      </div>
    );
  const problem = errors.get(`${prefix}.${field.path}`);
  const error = problem && (value === '' ? t('backends.form.missing') : problem);
  return (
    <Field
      label={label}
      error={error}
      {...(field.hint ? { hint: t(field.hint) } : {})}
      {...(field.required || field.group ? {} : { optional: t('backends.form.optional') })}
    >
      {ids =>
        field.type === 'pem' ? (
          <TextArea
            {...ids}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            placeholder="-----BEGIN …"
            className="font-mono text-12"
            value={String(value)}
            onChange={event => change(event.target.value)}
          />
        ) : (
          <Input
            {...ids}
            type={field.type === 'secret' ? 'password' : 'text'}
            inputMode={field.type === 'number' ? 'numeric' : 'text'}
            autoComplete={field.type === 'secret' ? 'new-password' : 'off'}
            spellCheck={false}
            placeholder={field.placeholder}
            value={String(value)}
            onChange={event => change(event.target.value)}
          />
        )
      }
    </Field>
  );
}
