import { backendKinds } from '@orrery/contract/backends/kinds.ts';
import { useT } from '../../../lib/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Input } from '../../../ui/Input.tsx';
import { Select } from '../../../ui/Select.tsx';
import { type BackendDraft, type FieldErrors, idFromName } from './draft.ts';
import { SETTING_FORMS } from './setting-forms.ts';
import { SettingFields } from './SettingFields.tsx';
import { SettingRows } from './SettingRows.tsx';

type DraftFieldsProps = {
  draft: BackendDraft;
  onChange: (draft: BackendDraft) => void;
  errors: FieldErrors;
  /** Kind and id stay as they are. */
  fixed: boolean;
};

export function DraftFields({ draft, onChange, errors, fixed }: DraftFieldsProps) {
  const t = useT();
  const kinds = backendKinds.map(kind => ({ value: kind, label: t(`backends.kinds.${kind}`) }));
  return (
    <>
      <Field label={t('fields.kind')} hint={t(`backends.form.kindHints.${draft.kind}`)}>
        {ids => (
          <Select
            {...ids}
            options={kinds}
            value={draft.kind}
            disabled={fixed}
            onValueChange={kind => onChange({ ...draft, kind })}
          />
        )}
      </Field>
      <NameFields draft={draft} onChange={onChange} errors={errors} fixed={fixed} />
      {fixed && <p className="text-12 text-muted">{t('backends.form.keptSecrets')}</p>}
      <SettingFields
        fields={SETTING_FORMS[draft.kind].fields}
        values={draft.values}
        onChange={values => onChange({ ...draft, values })}
        errors={errors}
        prefix="settings"
      />
      {SETTING_FORMS[draft.kind].lists?.map(list => (
        <SettingRows
          key={list.name}
          list={list}
          rows={draft.lists[list.name] ?? []}
          onChange={rows => onChange({ ...draft, lists: { ...draft.lists, [list.name]: rows } })}
          errors={errors}
        />
      ))}
    </>
  );
}

function NameFields({ draft, onChange, errors, fixed }: DraftFieldsProps) {
  const t = useT();
  const rename = (name: string) => {
    const follows = !fixed && draft.id === idFromName(draft.name);
    onChange({ ...draft, name, id: follows ? idFromName(name) : draft.id });
  };
  return (
    <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
      <Field label={t('fields.name')} error={errors.has('name') ? t('backends.form.missing') : undefined}>
        {ids => (
          <Input
            {...ids}
            autoComplete="off"
            value={draft.name}
            onChange={event => rename(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('fields.id')}
        hint={t('backends.form.idHint')}
        error={errors.has('id') ? t('backends.form.idWrong') : undefined}
      >
        {ids => (
          <Input
            {...ids}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-13"
            value={draft.id}
            disabled={fixed}
            onChange={event => onChange({ ...draft, id: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
