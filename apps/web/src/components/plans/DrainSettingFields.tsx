import type { CreatePlan } from '@orrery/contract/migrations/plans.ts';
import { useT } from '../../lib/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';

export type DrainSettings = Pick<CreatePlan, 'enterMaintenance' | 'withStopped' | 'perHost'>;

const AT_ONCE = [1, 2, 3, 4, 6, 8] as const;

type DrainSettingFieldsProps = { settings: DrainSettings; onChange: (settings: DrainSettings) => void };

/** With each change the plan is made anew. */
export function DrainSettingFields({ settings, onChange }: DrainSettingFieldsProps) {
  const t = useT();
  return (
    <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
      {(['enterMaintenance', 'withStopped'] as const).map(setting => (
        <label key={setting} className="flex min-h-8 items-center justify-between gap-4 text-13">
          {t(`plans.settings.${setting}`)}
          <Switch
            aria-label={t(`plans.settings.${setting}`)}
            checked={settings[setting]}
            onCheckedChange={checked => onChange({ ...settings, [setting]: checked })}
          />
        </label>
      ))}
      <Field label={t('plans.settings.perHost')}>
        {ids => (
          <Select
            {...ids}
            options={AT_ONCE.map(count => ({ value: String(count), label: String(count) }))}
            value={String(settings.perHost)}
            onValueChange={value => onChange({ ...settings, perHost: Number(value) })}
          />
        )}
      </Field>
    </div>
  );
}
