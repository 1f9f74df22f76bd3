import { Plus, Trash2 } from 'lucide-react';
import { useT } from '../../../lib/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { BackendDraft, FieldErrors } from './draft.ts';
import { SETTING_FORMS } from './setting-forms.ts';
import { SettingFields } from './SettingFields.tsx';

type HostSettingsProps = {
  draft: BackendDraft;
  onChange: (draft: BackendDraft) => void;
  errors: FieldErrors;
};

/** The hosts or engines that form one back end. */
export function HostSettings({ draft, onChange, errors }: HostSettingsProps) {
  const t = useT();
  const { host: fields, opens } = SETTING_FORMS[draft.kind];
  if (!fields) return null;
  const { hosts } = draft;
  return (
    <div className="flex flex-col gap-3">
      {hosts.map((host, index) => (
        // Hosts have no identity but their place, and every field is controlled.
        <fieldset key={index} className="flex flex-col gap-4 rounded-lg border p-3">
          <legend className="sr-only">{t('backends.form.hostNumber', { number: index + 1 })}</legend>
          <div className="flex items-center" aria-hidden={hosts.length === 1}>
            <span className="flex-1 text-12 text-muted">
              {t('backends.form.hostNumber', { number: index + 1 })}
            </span>
            {hosts.length > 1 && (
              <IconButton
                icon={Trash2}
                size="small"
                label={t('backends.form.removeHost', { number: index + 1 })}
                onClick={() => onChange({ ...draft, hosts: hosts.toSpliced(index, 1) })}
              />
            )}
          </div>
          <SettingFields
            fields={fields}
            values={host}
            onChange={values => onChange({ ...draft, hosts: hosts.with(index, values) })}
            errors={errors}
            prefix={`settings.hosts.${index}`}
            opened={opens?.(host)}
          />
        </fieldset>
      ))}
      <Button className="self-start" onClick={() => onChange({ ...draft, hosts: [...hosts, {}] })}>
        <Plus aria-hidden className="size-4" />
        {t('backends.form.addHost')}
      </Button>
    </div>
  );
}
